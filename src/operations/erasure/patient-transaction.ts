import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction } from '../../database/in-transaction.js';
import { classify } from '../../webhooks/retry-policy.js';

/** A row that a worker holds, or a deadlock with one, has passed by then. */
const ATTEMPTS = 6;
const FIRST_DELAY = 200;

/** A small transaction beside those of the workers, begun again when one of them was in its way. */
export async function inPatientTransaction<T>(
  dataSource: DataSource,
  signal: AbortSignal,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await inTransaction(dataSource, work);
    } catch (error) {
      if (classify(error) !== 'transient' || attempt === ATTEMPTS) throw error;
      await delay(FIRST_DELAY * 2 ** (attempt - 1) * (0.5 + Math.random() / 2), undefined, { signal });
    }
  }
}
