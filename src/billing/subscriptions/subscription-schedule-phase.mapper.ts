import { currencyOf } from '../../stripe/shapes/currency.js';
import { id, seconds, text, word } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { phaseDiscounts, phaseInvoiceItems, phaseItems } from '../../stripe/shapes/schedule-phase.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { SubscriptionSchedulePhaseColumns } from './subscription-schedule-phase.entity.js';

/** @param place in the schedule's list, from 1. */
export function toSubscriptionSchedulePhase(phase: StripeObject, place: number): SubscriptionSchedulePhaseColumns {
  return {
    id: String(place),
    startsAt: seconds(phase, 'start_date'),
    endsAt: seconds(phase, 'end_date'),
    trialEnd: seconds(phase, 'trial_end'),
    currency: currencyOf(phase),
    collectionMethod: word(phase, 'collection_method') ?? word(phase, 'billing'),
    defaultPaymentMethodId: id(phase, 'default_payment_method'),
    prorationBehavior: word(phase, 'proration_behavior'),
    billingCycleAnchor: word(phase, 'billing_cycle_anchor'),
    description: text(phase, 'description'),
    items: phaseItems(phase),
    addInvoiceItems: phaseInvoiceItems(phase),
    discounts: phaseDiscounts(phase),
    metadata: metadataOf(phase),
  };
}
