import { fill } from './fill.js';
import { PARTITIONS, SLIM, WITH_PAYLOADS } from './stored-events.sql.js';

/** Rows of a statement. */
const PORTION = 100_000;
/** Days ago: payloads are kept for 90, log rows for 400. */
const WITH_PAYLOADS_DAYS = [80, 1] as const;
const SLIM_DAYS = [390, 91] as const;
/** Where the numbers of slim rows begin: beyond those of the others, whom they join. */
const FIRST_SLIM = 10_000_000;

/** Events that were received and settled long ago. @param bodies of which each takes one, with an id of its own. */
export async function fillWithPayloads(url: string, rows: number, bodies: readonly string[]): Promise<void> {
  await fill(url, [[PARTITIONS, []], ...portions(WITH_PAYLOADS, rows, 1, WITH_PAYLOADS_DAYS, [bodies])]);
}

/** Events whose payloads retention has removed. */
export async function fillSlim(url: string, rows: number): Promise<void> {
  await fill(url, portions(SLIM, rows, FIRST_SLIM, SLIM_DAYS, []));
}

function portions(
  sql: string,
  rows: number,
  first: number,
  [from, to]: readonly [number, number],
  more: readonly unknown[],
): [string, unknown[]][] {
  const daysAgo = (row: number): number => Math.round(from - ((from - to) * row) / rows);
  return Array.from({ length: Math.ceil(rows / PORTION) }, (_, portion) => {
    const done = portion * PORTION;
    const some = Math.min(PORTION, rows - done);
    return [sql, [some, first + done, daysAgo(done), daysAgo(done + some), ...more]];
  });
}
