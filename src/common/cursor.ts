/** Where a page ended, in a list that goes by (created, id), newest first. */
export interface Cursor {
  /** To the millisecond: a statement compares with `date_trunc('milliseconds', …)` where rows are finer. */
  readonly created: Date;
  readonly id: string;
}

/** Ids of Stripe's and of our own: no spaces, no control characters. */
const ID = /^[\x21-\x7e]{1,255}$/;
/** Milliseconds: PostgreSQL holds them, and so does a Date. */
const LATEST = 253_402_300_799_999;

/** Opaque to callers. */
export const encodeCursor = ({ created, id }: Cursor): string =>
  Buffer.from(`${created.getTime()} ${id}`).toString('base64url');

/** Undefined for what {@link encodeCursor} never made. */
export function decodeCursor(text: string): Cursor | undefined {
  const [time = '', id = ''] = Buffer.from(text, 'base64url').toString('latin1').split(' ', 2);
  if (!/^\d{1,15}$/.test(time) || Number(time) > LATEST || !ID.test(id)) return undefined;
  const cursor = { created: new Date(Number(time)), id };
  return encodeCursor(cursor) === text ? cursor : undefined;
}

/** Which part of a list is asked for: how many rows, and after which. */
export interface PagePart {
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
}

/** A page of a list. */
export interface Page<Item> {
  readonly data: readonly Item[];
  /** To be sent as `cursor` for what follows; null on the last page. */
  readonly nextCursor: string | null;
}

/**
 * @param rows one more than `limit` when there is more, newest first.
 * @param show what callers see of a row.
 */
export function pageOf<Row extends Cursor, Item>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { data: shown.map(show), nextCursor: last && rows.length > limit ? encodeCursor(last) : null };
}
