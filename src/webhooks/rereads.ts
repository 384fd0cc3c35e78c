import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PayloadGoneError } from '../common/payload.errors.js';
import { ENV, type Env } from '../config/env.js';
import { contextOf, type ObjectRead } from '../database/event-context.js';
import { keptObject } from '../stripe/kept-objects.js';
import { NeedsReread, type ObjectRef } from '../stripe/needs-reread.js';
import { snapshotOf } from '../stripe/snapshot.js';
import { StripeEventRegistry } from '../stripe/stripe-event.registry.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import type { StripeEvent, StripeObject } from '../stripe/stripe.types.js';
import { STORED, type Verdict } from '../stripe/verdict.js';
import type { ClaimedEvent } from './due-events.repository.js';
import { eventInstead, objectOfGone } from './gone-event.js';
import { isThin, isThinType, relatedObject, snapshotOfThin, snapshotTypeOf } from './thin-event.js';

/**
 * Events whose object is read from Stripe instead of taken from the payload: thin ones, which have none, and the types
 * that the operator names.
 */
@Injectable()
export class Rereads {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly registry: StripeEventRegistry,
    private readonly gateway: StripeGateway,
  ) {}

  /** Whether an event most likely needs a read: a batch that it shares would be rolled back for it. */
  isExpected({ type, objectKey }: Pick<ClaimedEvent, 'type' | 'objectKey'>): boolean {
    return this.gateway.available && objectKey !== null && (isThinType(type) || this.isNamed(type));
  }

  /**
   * The event that its handlers are given, or the verdict on one that says nothing to them.
   *
   * @throws {NeedsReread} when its object has to be read, and has not been read yet.
   */
  resolve(claimed: ClaimedEvent, event: StripeEvent, tx: EntityManager): StripeEvent | Verdict {
    if (isThin(event)) return this.resolveThin(claimed, event, tx);
    const { object } = snapshotOf(event);
    if (!contextOf(tx).canRead || claimed.objectKey === null || object === null) return event;
    if (!this.isNamed(event.type) || !this.registry.ownerOf(event.type)) return event;
    const ref = { account: claimed.account, id: claimed.objectKey, type: String(object['object']) };
    if (keptObject(ref.type) && !contextOf(tx).readOf(ref)) throw new NeedsReread(ref);
    return event;
  }

  /**
   * The same for an event whose payload retention or an erasure has removed: what it said of its object is read instead.
   *
   * @throws {NeedsReread} likewise. @throws {PayloadGoneError} when its object cannot be read.
   */
  resolveGone(claimed: ClaimedEvent, tx: EntityManager): StripeEvent | Verdict {
    const type = snapshotTypeOf(claimed.type);
    if (!this.registry.ownerOf(type) && this.registry.followersOf(type).length === 0) {
      return { verdict: 'ignored', reason: 'no_handler' };
    }
    const ref = objectOfGone(claimed);
    if (!ref) throw new PayloadGoneError('its object has no address at Stripe');
    if (!contextOf(tx).canRead) throw new PayloadGoneError('there is no STRIPE_SECRET_KEY to read its object with');
    const read = contextOf(tx).readOf(ref);
    if (!read) throw new NeedsReread(ref);
    if (read.isRefused) throw new PayloadGoneError('its account has left');
    const object = this.shown(ref, read, type, tx);
    return object ? eventInstead(claimed, object) : STORED;
  }

  /** What a read answered; that there is no such object any more is what a deletion tells of, and else nothing. */
  private shown(ref: ObjectRef, read: ObjectRead, type: string, tx: EntityManager): StripeObject | null {
    if (read.object || !type.endsWith('.deleted')) return read.object;
    const deleted = { id: ref.id, object: ref.type, deleted: true };
    contextOf(tx).hold(ref, { ...read, object: deleted });
    return deleted;
  }

  /** The snapshot event type under which a thin event is handled; undefined when no handler wants it. */
  private typeFor(thinType: string, ref: ObjectRef): string | undefined {
    const exact = snapshotTypeOf(thinType);
    if (this.registry.ownerOf(exact) || this.registry.followersOf(exact).length > 0) return exact;
    const kept = keptObject(ref.type)?.event;
    return kept && this.registry.ownerOf(kept) ? kept : undefined;
  }

  private resolveThin(
    { type: thinType, account }: ClaimedEvent,
    event: StripeEvent,
    tx: EntityManager,
  ): StripeEvent | Verdict {
    const ref = relatedObject(event, account);
    const type = ref && this.typeFor(thinType, ref);
    if (!ref || !type) return { verdict: 'ignored', reason: 'no_handler' };
    if (!contextOf(tx).canRead) return { verdict: 'ignored', reason: 'thin' };
    const read = contextOf(tx).readOf(ref);
    if (!read) throw new NeedsReread(ref);
    const object = this.shown(ref, read, type, tx);
    return object ? snapshotOfThin(event, type, ref, object) : STORED; // gone, or not to be read by its id
  }

  private isNamed(type: string): boolean {
    return this.env.REREAD_EVENT_TYPES.some(
      (named) => named === type || (named.endsWith('*') && type.startsWith(named.slice(0, -1))),
    );
  }
}
