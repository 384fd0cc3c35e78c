import { ref, type Reason, type Reference } from './reason.js';
import { givesAccess, type CustomerSnapshot, type ItemFacts } from './snapshot.js';
import { countingOf } from './subscription.reasons.js';
import { listed, quoted } from './words.js';

const limitsText = (limits: Readonly<Record<string, number | 'unlimited'>>): string =>
  listed(
    Object.entries(limits).map(([name, most]) => `${name} ${most}`),
    20,
  );

const features = (names: readonly string[]): string => (names.length === 0 ? 'no features' : listed(names, 20));

const itemRefs = (items: readonly ItemFacts[]): Reference[] =>
  items.flatMap(({ price, product }) => [...ref('price', price), ...ref('product', product)]);

/** Which subscription item gives which plan and features, or that Stripe's entitlements do. */
export function accessGrants(snapshot: CustomerSnapshot): Reason[] {
  const { tenant, summary, statusSince } = snapshot;
  if (!tenant) return [];
  const at = statusSince?.at ?? null;
  if (tenant.entitledBy === 'stripe' && tenant.features.length > 0) {
    const text = `Stripe’s entitlements of customer ${tenant.customerId ?? 'unknown'} give ${features(tenant.features)}.`;
    const refs = [...ref('customer', tenant.customerId), ...ref('event', summary?.eventId ?? null)];
    return [{ code: 'stripe_gives', text, at: summary?.at ?? at, refs }];
  }
  if (tenant.entitledBy !== 'plan') return [];
  const items = countingOf(snapshot)?.items ?? [];
  const ways = items.map(
    (item) => `item ${item.id} with price ${item.price ?? 'unknown'} is plan ${quoted(item.plan ?? 'unknown')}`,
  );
  const how = ways.length > 0 ? `: ${listed(ways)}` : '';
  return [
    {
      code: 'subscription_gives',
      text: `Subscription ${tenant.subscriptionId ?? ''} is ${tenant.status ?? ''}${how}. It gives ${features(tenant.features)}.`,
      at,
      refs: [...ref('subscription', tenant.subscriptionId), ...itemRefs(items).slice(0, 20)],
    },
  ];
}

/** Why a subscription that is paid gives nothing, or not the feature that is asked about. */
export function planDenies(snapshot: CustomerSnapshot): Reason[] {
  const { tenant, summary, feature } = snapshot;
  if (!tenant || !givesAccess(tenant.status)) return [];
  const refs = ref('subscription', tenant.subscriptionId);
  if (tenant.entitledBy === 'stripe' && tenant.features.length === 0) {
    return [
      {
        code: 'no_active_entitlements',
        text: `Subscription ${tenant.subscriptionId ?? ''} is ${tenant.status ?? ''}, but Stripe says that customer ${tenant.customerId ?? ''} has no active entitlement, and that counts before the plan.`,
        at: summary?.at ?? null,
        refs: [...refs, ...ref('customer', tenant.customerId), ...ref('event', summary?.eventId ?? null)],
      },
    ];
  }
  if (!feature || tenant.features.includes(feature.name)) return [];
  const who =
    tenant.entitledBy === 'stripe' ? 'Stripe’s entitlements do' : `Plan ${quoted(tenant.plan ?? 'unknown')} does`;
  const where = feature.plans.length > 0 ? ` These plans do: ${listed(feature.plans)}.` : ' No plan on sale does.';
  return [
    {
      code: 'feature_missing',
      text: `${who} not include ${quoted(feature.name)}.${where}`,
      at: null,
      refs: [...refs, ...itemRefs(countingOf(snapshot)?.items ?? []).slice(0, 20)],
    },
  ];
}

/** What is to be known of the plan. */
export function planInforms(snapshot: CustomerSnapshot): Reason[] {
  const { tenant } = snapshot;
  const counting = countingOf(snapshot);
  if (!tenant || !counting || !givesAccess(counting.status)) return [];
  const refs = ref('subscription', counting.id);
  const reasons = counting.items.filter(({ isKnown, namesPlan }) => isKnown && !namesPlan).map(withoutPlan);
  if (tenant.entitledBy === 'plan' && tenant.features.length === 0) {
    const text = `Plan ${quoted(tenant.plan ?? 'unknown')} names no features: whoever asks for one is told no.`;
    reasons.push({ code: 'plan_without_features', text, at: null, refs: [...refs, ...itemRefs(counting.items)] });
  }
  if (Object.keys(tenant.limits).length > 0) {
    const text = `The plan’s limits: ${limitsText(tenant.limits)}. How much of it is used is known to your code alone.`;
    reasons.push({ code: 'plan_limits', text, at: null, refs });
  }
  return reasons;
}

/** Prices of which nothing has arrived: what they give is not known. */
export function planDoubts(snapshot: CustomerSnapshot): Reason[] {
  const items = countingOf(snapshot)?.items ?? [];
  return items
    .filter(({ isKnown }) => !isKnown)
    .map((item) => ({
      code: 'price_unknown',
      text: `Price ${item.price ?? 'unknown'} of item ${item.id}, or its product, has not arrived here: what it gives is not known.`,
      at: null,
      refs: itemRefs([item]),
    }));
}

const withoutPlan = (item: ItemFacts): Reason => ({
  code: 'price_without_plan',
  text: `Price ${item.price ?? 'unknown'} maps to no plan: neither its metadata nor its product’s has “plan”, so the plan is called ${quoted(item.plan ?? 'unknown')}.`,
  at: null,
  refs: itemRefs([item]),
});
