import { ref, type Reason } from './reason.js';
import { hasEnded, type CustomerSnapshot } from './snapshot.js';
import { countingOf, outlivesCustomer } from './subscription.reasons.js';
import { listed, moment } from './words.js';

/** Why the customer is nobody to ask for. */
export function ownerDenies(snapshot: CustomerSnapshot): Reason[] {
  const { customerId, owner, subscriptions } = snapshot;
  if (isDeleted(snapshot) && !outlivesCustomer(snapshot)) return [deleted(snapshot)];
  if (owner) return [];
  const living = subscriptions.filter(({ status }) => !hasEnded(status));
  const useless = living.map(({ id, status }) => `${id} (${status})`);
  const lost = useless.length > 0 ? ` Its subscriptions give access to nobody: ${listed(useless)}.` : '';
  return [
    {
      code: 'no_tenant',
      text: `Nothing says whose customer ${customerId} is: not your code, not its metadata, no checkout session and no subscription.${lost}`,
      at: null,
      refs: [...ref('customer', customerId), ...living.slice(0, 5).flatMap(({ id }) => ref('subscription', id))],
    },
  ];
}

/** Who else decides, and how sure it is whose the customer is. */
export function ownerInforms(snapshot: CustomerSnapshot): Reason[] {
  const { customerId, owner, siblings, tenant } = snapshot;
  if (!owner) return [];
  const refs = ref('customer', customerId);
  const counting = countingOf(snapshot)?.customer ?? tenant?.customerId ?? null;
  const others = siblings.filter(({ id }) => id !== customerId);
  const reasons: Reason[] = [];
  if (counting !== null && counting !== customerId) {
    const gone = isDeleted(snapshot) ? ' This one was deleted at Stripe.' : '';
    reasons.push({
      code: 'another_customer_counts',
      text: `The tenant has several customers, and customer ${counting} is the one that counts.${gone}`,
      at: null,
      refs: [...ref('customer', counting), ...refs],
    });
  } else if (others.length > 0) {
    const named = others.slice(0, 5).flatMap(({ id }) => ref('customer', id));
    const text = `The tenant has other customers besides: ${listed(others.map(({ id }) => id))}. This one counts.`;
    reasons.push({ code: 'several_customers', text, at: null, refs: named });
  }
  if (tenant?.severalLiveSince) {
    const live = tenant.liveSubscriptionIds;
    reasons.push({
      code: 'several_subscriptions',
      text: `The tenant has several subscriptions that have not ended, and may be paying twice: ${listed(live)}.`,
      at: tenant.severalLiveSince,
      refs: live.slice(0, 5).flatMap((id) => ref('subscription', id)),
    });
  }
  if (!owner.isOwn) {
    reasons.push({
      code: 'buyers_word',
      text: 'Only a buyer’s word (client_reference_id) calls the customer this tenant’s: it has the plan, but no portal, no lists and no change of the subscription.',
      at: null,
      refs,
    });
  }
  return reasons;
}

/** A subscription that goes on here though Stripe ends those of a deleted customer: its end has not arrived. */
export function deletionDoubts(snapshot: CustomerSnapshot): Reason[] {
  if (!isDeleted(snapshot) || !outlivesCustomer(snapshot)) return [];
  const { customer, customerId } = snapshot;
  const counting = countingOf(snapshot);
  return [
    {
      code: 'deleted_but_subscribed',
      text: `Customer ${customerId} was deleted at Stripe, which ends its subscriptions, and the end of ${counting?.id ?? 'this one'} has not arrived.`,
      at: customer?.deletedAt ?? null,
      refs: [...ref('customer', customerId), ...ref('subscription', counting?.id ?? null)],
    },
  ];
}

const isDeleted = ({ customer }: CustomerSnapshot): boolean => customer !== null && customer.deletedAt !== null;

function deleted({ customer, customerId }: CustomerSnapshot): Reason {
  const at = customer?.deletedAt ?? null;
  return {
    code: 'customer_deleted',
    text: `Customer ${customerId} was deleted at Stripe${at ? ` on ${moment(at)}` : ''}.`,
    at,
    refs: [...ref('customer', customerId), ...ref('event', customer?.eventId ?? null)],
  };
}
