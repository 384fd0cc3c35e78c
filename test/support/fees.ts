import { setTimeout as delay } from 'node:timers/promises';
import type { Backend } from './backend.js';

const WANTED = `SELECT account, id, attempts, last_error FROM balance_transactions
                 WHERE read_at IS NULL AND next_attempt_at IS NOT NULL LIMIT 5`;

/**
 * Waits until the fees are there or given up: they are read from Stripe beside the events, after the commit. A log
 * without an open event does not mean yet that the reports stand still.
 */
export async function feesRead({ query }: Pick<Backend, 'query'>): Promise<void> {
  for (const deadline = Date.now() + 30_000; ; await delay(50)) {
    const wanted = await query(WANTED);
    if (wanted.length === 0) return;
    if (Date.now() > deadline) throw new Error(`balance transactions are not read: ${JSON.stringify(wanted)}`);
  }
}
