import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ObjectKeepsChangingError } from '../common/errors.js';
import { DerivedState } from '../database/derived-state.js';
import { isConsequence } from '../database/error-code.js';
import { bindContext, EventContext, NO_EVENT, type ObjectRead } from '../database/event-context.js';
import { inTransaction } from '../database/in-transaction.js';
import { keptObject } from '../stripe/kept-objects.js';
import { NeedsReread, type ObjectRef } from '../stripe/needs-reread.js';
import { StripeEventRegistry } from '../stripe/stripe-event.registry.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import type { StripeEvent } from '../stripe/stripe.types.js';
import { EventLogRepository } from './event-log.repository.js';
import { classify } from './retry-policy.js';

/** Reads for one object. Each further one means that yet another event of the object came during the read. */
const MOST_READS = 5;

/** An object as it was read from Stripe; `object` null: Stripe knows no such object. */
export interface ReadObject {
  readonly ref: ObjectRef;
  readonly read: ObjectRead;
}

/** Objects that could not be applied, and why. */
export interface SyncFailure {
  readonly ref: ObjectRef;
  readonly error: unknown;
}

/**
 * Brings objects that were read from Stripe, not told by an event, to the handlers that keep them, with the order rules
 * of events: what an event tells during or after the read wins.
 */
@Injectable()
export class ObjectSync {
  constructor(
    private readonly dataSource: DataSource,
    private readonly derived: DerivedState,
    private readonly registry: StripeEventRegistry,
    private readonly gateway: StripeGateway,
    private readonly log: EventLogRepository,
  ) {}

  /**
   * Reads one object, as {@link ReadObject} wants it, in an API version or the pinned one.
   *
   * @throws {StripeUnavailableError} @throws {StripeRefusedError}
   */
  async read(ref: ObjectRef, apiVersion: string | null = null): Promise<ReadObject> {
    const startedAt = await this.log.now();
    return { ref, read: { ...(await this.gateway.read(ref, apiVersion)), startedAt } };
  }

  /**
   * Applies different objects in one transaction; if that fails, each alone, and those that changed meanwhile after
   * another read.
   *
   * @param alongside runs in the same transaction, or when all have been tried, and is told what could not be applied: a
   *   cursor, for example.
   * @returns what could not be applied. @throws what may pass by itself: a lost connection, a Stripe that is down.
   */
  async apply(
    objects: readonly ReadObject[],
    alongside?: (tx: EntityManager, failures: readonly SyncFailure[]) => Promise<void>,
  ): Promise<SyncFailure[]> {
    try {
      await this.applyTogether(objects, alongside && ((tx) => alongside(tx, [])));
      return [];
    } catch (error) {
      if (!(error instanceof NeedsReread) && classify(error) === 'transient') throw error;
    }
    const failures: SyncFailure[] = [];
    for (const object of objects) {
      const error = await this.applyAlone(object);
      if (error !== null) failures.push({ ref: object.ref, error });
    }
    if (alongside) await inTransaction(this.dataSource, (tx) => alongside(tx, failures));
    return failures;
  }

  /**
   * Runs the handlers of different objects in a transaction of the caller's.
   *
   * @throws {NeedsReread} and whatever a handler throws, when all have ended; the caller rolls back.
   */
  async handle(tx: EntityManager, objects: readonly ReadObject[]): Promise<void> {
    const context = new EventContext(true, (type) => this.registry.ownerOf(type) !== undefined);
    bindContext(tx, context);
    const outcomes = await Promise.allSettled(
      objects.map(async ({ ref, read }) => {
        const event = eventOf(ref, read);
        const owner = event && this.registry.ownerOf(event.type);
        if (!owner) return;
        context.hold(ref, read);
        await owner.handle(event, tx);
      }),
    );
    const errors = outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []));
    if (errors.length > 0) throw errors.find((error) => !isConsequence(error)) ?? errors[0];
  }

  /**
   * Applies different objects, looks, and takes everything back.
   *
   * @throws {NeedsReread} when one changed during its read, and whatever its handler throws.
   */
  async rehearse<T>(objects: readonly ReadObject[], look: (tx: EntityManager) => Promise<T>): Promise<T> {
    let seen: { what: T } | undefined;
    const rehearsal = inTransaction(this.dataSource, async (tx) => {
      await this.handle(tx, objects);
      seen = { what: await look(tx) };
      throw new TakenBack();
    });
    await rehearsal.catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error;
    });
    if (!seen) throw new TypeError('a rehearsal ends with a look');
    return seen.what;
  }

  private applyTogether(
    objects: readonly ReadObject[],
    alongside?: (tx: EntityManager) => Promise<void>,
  ): Promise<void> {
    return inTransaction(this.dataSource, async (tx) => {
      await this.handle(tx, objects);
      await this.derived.recompute(tx);
      await alongside?.(tx);
    });
  }

  /** @returns why the object cannot be applied, else null. @throws what may pass by itself. */
  private async applyAlone(object: ReadObject): Promise<unknown> {
    let current = object;
    for (let reads = 1; ; reads += 1) {
      try {
        await this.applyTogether([current]);
        return null;
      } catch (error) {
        if (!(error instanceof NeedsReread)) {
          if (classify(error) === 'transient') throw error;
          return error;
        }
        if (reads > MOST_READS) return new ObjectKeepsChangingError();
        const again = await this.read(object.ref);
        current = again.read.object === null ? stillGone(object, again) : again;
      }
    }
  }
}

/** Ends a transaction that must leave nothing. */
class TakenBack extends Error {}

/** What was brought as deleted, and is read as unknown, is deleted: an event that came meanwhile does not change that. */
const stillGone = ({ ref, read }: ReadObject, { read: again }: ReadObject): ReadObject => ({
  ref,
  read: { ...again, object: read.object?.['deleted'] === true ? read.object : null },
});

/** The event that stands for a read; null when there is nothing to apply, or nobody keeps such objects. */
function eventOf({ account, type }: ObjectRef, { object, readAt }: ObjectRead): StripeEvent | null {
  const kept = keptObject(type);
  if (!kept || object === null) return null;
  const event: StripeEvent = Object.assign(Object.create(null), {
    id: NO_EVENT,
    object: 'event',
    type: kept.event,
    api_version: null,
    created: Math.floor(readAt.getTime() / 1000),
    data: { object },
    ...(account ? { account } : {}),
  });
  return event;
}
