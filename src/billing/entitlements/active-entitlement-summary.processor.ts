import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { contextOf } from '../../database/event-context.js';
import { NeedsReread } from '../../stripe/needs-reread.js';
import { objectKey } from '../../stripe/object-key.js';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import { snapshotOf } from '../../stripe/snapshot.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { mayBeCut, toActiveEntitlementSummary } from './active-entitlement-summary.mapper.js';
import { ActiveEntitlementSummaryRepository } from './active-entitlement-summary.repository.js';

@Injectable()
export class ActiveEntitlementSummaryProcessor {
  constructor(private readonly summaries: ActiveEntitlementSummaryRepository) {}

  /** A snapshot holds ten at most: the whole list is then read from Stripe, before the attempt that writes it. */
  @OnStripeEvent('entitlements.active_entitlement_summary.updated')
  async sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    const snapshot = snapshotOf(event);
    const id = objectKey(snapshot);
    if (id !== null && snapshot.object !== null && mayBeCut(snapshot.object)) {
      const ref = { account: snapshot.account, id, type: String(snapshot.object['object']) };
      if (contextOf(tx).canRead && !contextOf(tx).readOf(ref)) throw new NeedsReread(ref);
    }
    return this.summaries.apply(tx, event, toActiveEntitlementSummary);
  }
}
