import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ShapeError, StripeUnavailableError } from '../../common/errors.js';
import { patiently } from '../../stripe/patiently.js';
import { isId } from '../../stripe/shapes/id.js';
import type { StripePage } from '../../stripe/stripe.gateway.js';
import { ObjectSync, type ReadObject, type SyncFailure } from '../../webhooks/object-sync.js';
import { classify } from '../../webhooks/retry-policy.js';
import { ProgressRepository, type Progress, type Step } from './progress.repository.js';

/** A deadlock with a worker, or a row that it holds, is gone by the next attempt; a database that is gone is not. */
const ATTEMPTS = 5;
const FIRST_DELAY = 200;

/** What has been read. */
export interface Readable {
  /** To be applied. */
  readonly objects: readonly ReadObject[];
  /** What cannot be, or could not. */
  readonly failures: readonly SyncFailure[];
  /** How many are applied already. */
  readonly applied: number;
}

/** Brings pages to the handlers, and moves the progress with them. */
@Injectable()
export class PageApplier {
  constructor(
    private readonly sync: ObjectSync,
    private readonly progress: ProgressRepository,
  ) {}

  /**
   * The objects and the progress commit together, or the progress after the last object of a page that had to be taken
   * apart.
   */
  async move(
    from: Progress,
    { objects, failures, applied }: Readable,
    step: Pick<Step, 'after' | 'isLast'>,
    signal: AbortSignal,
  ): Promise<{ progress: Progress; failures: readonly SyncFailure[] }> {
    let progress = from;
    const count = objects.length + failures.length + applied;
    const refused = await this.apply(objects, signal, async (tx, { length }) => {
      progress = await this.progress.move(tx, from, { ...step, objects: count, failed: failures.length + length });
    });
    return { progress, failures: [...failures, ...refused] };
  }

  /** Waits for a Stripe that has to be asked again, and for workers that hold rows. @returns what could not be applied. */
  apply(
    objects: readonly ReadObject[],
    signal: AbortSignal,
    alongside?: (tx: EntityManager, failures: readonly SyncFailure[]) => Promise<void>,
  ): Promise<SyncFailure[]> {
    return patiently(signal, async () => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await this.sync.apply(objects, alongside);
        } catch (error) {
          const mayPass = classify(error) === 'transient' && !(error instanceof StripeUnavailableError);
          if (!mayPass || attempt === ATTEMPTS) throw error;
          await delay(FIRST_DELAY * 2 ** (attempt - 1) * (0.5 + Math.random() / 2), undefined, { signal });
        }
      }
    });
  }
}

/**
 * The objects of a page, each once, in the order of their ids: workers lock rows in it too.
 *
 * @param startedAt the database's clock before the page was asked for.
 */
export function readable(account: string, type: string, page: StripePage, startedAt: string): Readable {
  const { objects: listed, readAt } = page;
  const found = new Map<string, ReadObject>();
  const failures: SyncFailure[] = [];
  for (const object of listed) {
    const id = object['id'];
    if (isId(id)) found.set(id, { ref: { account, type, id }, read: { object, readAt, startedAt } });
    else failures.push({ ref: { account, type, id: '' }, error: new ShapeError('id', 'an id') });
  }
  const objects = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  return { objects, failures, applied: 0 };
}
