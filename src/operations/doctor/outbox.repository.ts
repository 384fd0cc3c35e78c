import type { DataSource } from 'typeorm';

/** Entries of one topic of the outbox that wait. Seconds. */
export interface WaitingEntries {
  readonly topic: string;
  readonly entries: number;
  /** Since the oldest was written. */
  readonly oldestSeconds: number;
  /** Since the one fell due that waits longest for somebody to take it; below 0: none is due. */
  readonly overdueSeconds: number;
  /** Of the one that was tried most often. */
  readonly attempts: number;
}

/** By the index of what waits, which has what is due first. */
const WAITING = `
  SELECT topic, count(*)::int AS entries, extract(epoch FROM now() - min(created_at))::float8 AS "oldestSeconds",
         extract(epoch FROM now() - min(next_attempt_at))::float8 AS "overdueSeconds", max(attempts)::int AS attempts
    FROM (SELECT topic, created_at, next_attempt_at, attempts FROM outbox
           WHERE status = 'pending' ORDER BY next_attempt_at LIMIT 100000) w
   GROUP BY topic ORDER BY topic`;

/** What waits in the outbox. */
export const waitingEntries = (dataSource: DataSource): Promise<WaitingEntries[]> => dataSource.query(WAITING);
