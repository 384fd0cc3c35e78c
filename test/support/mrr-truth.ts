import type { Coupon } from '../../sandbox/objects/coupon.js';
import type { Discount } from '../../sandbox/objects/discount.js';
import type { SandboxEvent } from '../../sandbox/objects/event.js';
import type { Subscription } from '../../sandbox/objects/subscription.js';

/** The sandbox's own account of what happened, in its order. */
type Ledger = readonly SandboxEvent[];

interface World {
  readonly subscriptions: Map<string, Subscription>;
  readonly discounts: Map<string, Discount>;
  readonly coupons: Map<string, Coupon>;
}

function happen(world: World, { type, data: { object } }: SandboxEvent): void {
  const told: unknown = object;
  if (/^customer\.subscription\.[a-z_]+$/.test(type)) {
    const subscription = told as Subscription;
    world.subscriptions.set(subscription.id, subscription);
  }
  if (type.startsWith('customer.discount.')) {
    const discount = told as Discount;
    if (type.endsWith('.deleted')) world.discounts.delete(discount.id);
    else world.discounts.set(discount.id, discount);
  }
  if (/^coupon\.(created|updated)$/.test(type)) world.coupons.set((told as Coupon).id, told as Coupon);
}

/** Minor units a month, in plain floating point: an independent second opinion. */
function monthlyOf(world: World, subscription: Subscription, now: number): number {
  if (!['active', 'past_due'].includes(subscription.status)) return 0;
  const share = (item: Subscription['items']['data'][number]): number =>
    item.price.recurring?.interval === 'year' ? 1 / 12 : 1;
  let left = subscription.items.data.reduce(
    (sum, item) => sum + item.price.unit_amount * item.quantity * share(item),
    0,
  );
  const runs = (discount: Discount | undefined): discount is Discount =>
    discount !== undefined && (discount.end === null || discount.end > now);
  const own = subscription.discounts.map((id) => world.discounts.get(id)).filter(runs);
  const general = [...world.discounts.values()]
    .filter((discount) => discount.subscription === null && discount.customer === subscription.customer)
    .filter(runs);
  for (const { source } of own.length > 0 ? own : general) {
    const coupon = world.coupons.get(source.coupon);
    if (!coupon || coupon.duration === 'once') continue;
    const first = subscription.items.data[0];
    if (coupon.percent_off !== null) left *= 1 - coupon.percent_off / 100;
    else if (first && coupon.currency === subscription.currency) {
      left = Math.max(0, left - (coupon.amount_off ?? 0) * share(first));
    }
  }
  return Math.floor(left + 0.5 + 1e-7);
}

/** What each customer brings in after each second that changed it: `customer currency at amount`, sorted. */
export function mrrTruth(ledger: Ledger): string[] {
  const world: World = { subscriptions: new Map(), discounts: new Map(), coupons: new Map() };
  const lines: string[] = [];
  const former = new Map<string, number>();
  const ends = ledger.flatMap((event) => {
    const end = (event.data.object as { end?: unknown }).end;
    return event.type.startsWith('customer.discount.') && typeof end === 'number' ? [end] : [];
  });
  const last = ledger.at(-1)?.created ?? 0;
  const moments = [...new Set([...ledger.map(({ created }) => created), ...ends.filter((end) => end <= last)])];
  let next = 0;
  for (const now of moments.toSorted((a, b) => a - b)) {
    for (let event = ledger[next]; event && event.created <= now; event = ledger[(next += 1)]) happen(world, event);
    const totals = new Map<string, number>();
    for (const subscription of world.subscriptions.values()) {
      const key = `${subscription.customer} ${subscription.currency}`;
      totals.set(key, (totals.get(key) ?? 0) + monthlyOf(world, subscription, now));
    }
    for (const [key, total] of totals) {
      if (total !== (former.get(key) ?? 0)) lines.push(`${key} ${now} ${total}`);
      former.set(key, total);
    }
  }
  return lines.toSorted();
}
