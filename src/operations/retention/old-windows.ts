import type { DataSource } from 'typeorm';

/** Rows that are looked at in one transaction. */
const BATCH = 500;

/** Rows by their ids: above the first, up to the last. */
export interface OldWindow {
  readonly above: string;
  readonly last: string;
}

/**
 * A table's rows, some at a time, up to the first that are younger than so many days: ids go up with the time, and nobody
 * looks through millions of young ones to find that there is nothing more to do.
 *
 * @throws the signal's reason.
 */
export async function* oldWindows(
  dataSource: DataSource,
  { table, at }: { readonly table: string; readonly at: string },
  days: number,
  signal: AbortSignal,
): AsyncGenerator<OldWindow> {
  for (let above = '0'; ;) {
    signal.throwIfAborted();
    const [seen]: { last: string; isOld: boolean }[] = await dataSource.query(
      `SELECT id AS last, at < now() - $2 * interval '1 day' AS "isOld"
         FROM (SELECT id, ${at} AS at FROM ${table} WHERE id > $1 ORDER BY id LIMIT ${BATCH}) seen
        ORDER BY id DESC LIMIT 1`,
      [above, days],
    );
    if (!seen) return;
    yield { above, last: seen.last };
    if (!seen.isOld) return;
    above = seen.last;
  }
}
