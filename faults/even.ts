import { setTimeout as delay } from 'node:timers/promises';
import type { Postgres } from './postgres.js';

/**
 * Waits until a load has ended and nothing is open.
 *
 * @param limit milliseconds. @returns those that it took; what is open after the limit, is found.
 */
export async function even(postgres: Postgres, loadEnds: Promise<void>, limit: number): Promise<number> {
  const began = performance.now();
  await Promise.race([loadEnds, delay(limit, undefined, { ref: false })]);
  for (; performance.now() - began < limit; await delay(200)) {
    const open = await postgres.query(
      `SELECT FROM stripe_event_log WHERE status IN ('received', 'failed')
       UNION ALL SELECT FROM outbox WHERE status = 'pending' LIMIT 1`,
    );
    if (open.length === 0) break;
  }
  return performance.now() - began;
}
