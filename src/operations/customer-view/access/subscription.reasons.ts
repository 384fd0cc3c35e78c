import { nextAttemptWords, paymentWords } from './payment-words.js';
import { ref, type Reason, type Reference } from './reason.js';
import type { ReasonCode } from './reason-codes.js';
import { givesAccess, hasEnded, type CustomerSnapshot, type SubscriptionFacts } from './snapshot.js';
import { moment } from './words.js';

/** Milliseconds within which a subscription that ends with its trial does so. */
const TOGETHER = 60_000;

/** The subscription that counts; undefined: there never was one. */
export const countingOf = ({ tenant, subscriptions }: CustomerSnapshot): SubscriptionFacts | undefined =>
  subscriptions.find(({ id }) => id === tenant?.subscriptionId);

/** Why the subscription gives no access; nothing when it gives some. */
export function subscriptionDenies(snapshot: CustomerSnapshot): Reason[] {
  const { tenant } = snapshot;
  const subscription = countingOf(snapshot);
  if (!tenant || tenant.subscriptionId === null) return [neverSubscribed(snapshot)];
  const status = subscription?.status ?? tenant.status;
  if (givesAccess(status)) return [];
  const refs = [...ref('subscription', tenant.subscriptionId), ...eventOf(snapshot)];
  const of = { snapshot, subscription, name: `Subscription ${tenant.subscriptionId}`, refs };
  switch (status) {
    case 'incomplete':
      return [incomplete(of)];
    case 'incomplete_expired':
      return [expired(of)];
    case 'paused':
      return [paused(of)];
    case 'unpaid':
      return [unpaid(of)];
    case 'canceled':
      return [canceled(of)];
    default:
      return [reason('status_unknown', of, `${of.name} has the status ${status ?? 'none'}, which is not known here.`)];
  }
}

/** What is to be known of a subscription that gives access. */
export function subscriptionWarns(snapshot: CustomerSnapshot): Reason[] {
  const subscription = countingOf(snapshot);
  if (!subscription || !givesAccess(subscription.status)) return [];
  const refs = [...ref('subscription', subscription.id)];
  const of = { snapshot, subscription, name: `Subscription ${subscription.id}`, refs };
  const { status, trialEnd, cancelAt, pauseCollection } = subscription;
  return [
    ...(status === 'past_due' ? [pastDue(of)] : []),
    ...(status === 'trialing' && trialEnd
      ? [{ ...reason('trialing', of, `${of.name} is on trial until ${moment(trialEnd)}.`), at: null }]
      : []),
    ...(cancelAt
      ? [{ ...reason('ends_soon', of, `${of.name} is going to end at ${moment(cancelAt)}.`), at: null }]
      : []),
    ...(pauseCollection === null
      ? []
      : [{ ...reason('collection_paused', of, `${of.name} is not collected (${pauseCollection}).`), at: null }]),
  ];
}

interface Of {
  readonly snapshot: CustomerSnapshot;
  readonly subscription: SubscriptionFacts | undefined;
  readonly name: string;
  readonly refs: readonly Reference[];
}

const reason = (code: ReasonCode, { snapshot, refs }: Of, text: string, more: readonly Reference[] = []): Reason => ({
  code,
  text,
  at: snapshot.statusSince?.at ?? null,
  refs: [...refs, ...more],
});

/** The event that made the status what it is. */
const eventOf = ({ statusSince, endEvent }: CustomerSnapshot): readonly Reference[] =>
  ref('event', endEvent ?? statusSince?.eventId ?? null);

const invoiceRefs = ({ invoice }: CustomerSnapshot): readonly Reference[] =>
  invoice ? [...ref('invoice', invoice.id), ...ref('payment_intent', invoice.intent)] : [];

const since = ({ statusSince }: CustomerSnapshot): string => (statusSince ? ` since ${moment(statusSince.at)}` : '');

function neverSubscribed({ owner, customerId, siblings }: CustomerSnapshot): Reason {
  const isAlone = siblings.every(({ id }) => id === customerId);
  const who = isAlone ? `Customer ${customerId} never had` : 'No customer of the tenant ever had';
  return {
    code: 'never_subscribed',
    text: `${who} a subscription, as far as Stripe has told.`,
    at: null,
    refs: [...ref('tenant', owner?.tenantId ?? null), ...ref('customer', customerId)],
  };
}

function incomplete(of: Of): Reason {
  const { invoice } = of.snapshot;
  const begun = `${of.name} has not begun`;
  if (!invoice) return reason('first_payment_missing', of, `${begun}: its first payment is missing.`);
  const code =
    invoice.reason === 'action_required' || invoice.intentStatus === 'requires_action'
      ? 'authentication_open'
      : invoice.intentStatus === 'processing'
        ? 'payment_processing'
        : 'first_payment_missing';
  return reason(code, of, `${begun}: ${paymentWords(invoice)}.`, invoiceRefs(of.snapshot));
}

function expired(of: Of): Reason {
  const { invoice } = of.snapshot;
  const why = invoice ? `: ${paymentWords(invoice)} for 23 hours` : '';
  return reason('first_payment_expired', of, `${of.name} never began${why}.`, invoiceRefs(of.snapshot));
}

function paused(of: Of): Reason {
  const { subscription, snapshot } = of;
  const { trialEnd = null, pauseReason = null } = subscription ?? {};
  // Until 2026-09-30.endive only a trial that ended without a payment method paused a subscription.
  const byTrial = pauseReason === 'trial_end_without_payment_method' || (pauseReason === null && trialEnd !== null);
  if (!byTrial)
    return reason('subscription_paused', of, `${of.name} is paused${since(snapshot)}: somebody asked for it.`);
  const when = trialEnd ? ` at ${moment(trialEnd)}` : '';
  return reason('trial_ended', of, `The trial of ${of.name} ended${when} without a means of payment; it is paused.`);
}

function unpaid(of: Of): Reason {
  const { invoice } = of.snapshot;
  const why = invoice ? `: ${paymentWords(invoice)}.${nextAttemptWords(invoice, of.snapshot.now)}` : '.';
  const text = `${of.name} is unpaid${since(of.snapshot)}${why}`;
  return reason('subscription_unpaid', of, text, invoiceRefs(of.snapshot));
}

const ENDINGS: Readonly<Record<string, string>> = {
  cancellation_requested: 'somebody asked for it',
  payment_failed: 'its payments failed',
  payment_disputed: 'a payment was disputed',
};

function canceled(of: Of): Reason {
  const { subscription, snapshot } = of;
  const { endedAt = null, trialEnd = null, canceledAt = null, cancellationReason = null } = subscription ?? {};
  const at = endedAt ?? snapshot.statusSince?.at ?? null;
  if (
    endedAt &&
    trialEnd &&
    isTogether(endedAt, trialEnd) &&
    (canceledAt === null || isTogether(canceledAt, trialEnd))
  ) {
    const text = `The trial of ${of.name} ended at ${moment(trialEnd)} without a means of payment, and with it the subscription.`;
    return { ...reason('trial_ended', of, text), at };
  }
  const [event] = eventOf(snapshot);
  const when = at ? ` on ${moment(at)}` : '';
  const by = event ? ` by event ${event.id}` : '';
  const why = ENDINGS[cancellationReason ?? ''];
  const failed = cancellationReason === 'payment_failed' && snapshot.invoice;
  const text = `${of.name} was canceled${when}${by}${why === undefined ? '' : `: ${why}`}.`;
  const detail = failed ? ` At last ${paymentWords(failed)}.` : '';
  return { ...reason('subscription_canceled', of, text + detail, failed ? invoiceRefs(snapshot) : []), at };
}

const isTogether = (one: Date, other: Date): boolean => Math.abs(one.getTime() - other.getTime()) <= TOGETHER;

function pastDue(of: Of): Reason {
  const { invoice, now } = of.snapshot;
  const why = invoice ? ` because ${paymentWords(invoice)}.${nextAttemptWords(invoice, now)}` : '.';
  const text = `${of.name} is past due${since(of.snapshot)}${why} It gives access until Stripe gives up.`;
  return reason('past_due', { ...of, refs: [...of.refs, ...eventOf(of.snapshot)] }, text, invoiceRefs(of.snapshot));
}

/** Whether a subscription of a deleted customer has not ended here. */
export const outlivesCustomer = (snapshot: CustomerSnapshot): boolean => {
  const counting = countingOf(snapshot);
  return counting !== undefined && counting.customer === snapshot.customerId && !hasEnded(counting.status);
};
