import { NotForSaleError, refuse } from '../billing.errors.js';
import type { OfferedPlan } from '../catalog/offered-plan.js';
import { choose, quantityOf } from '../catalog/price-choice.js';
import type { OwnItem, OwnSubscription } from './own-subscription.js';
import type { ChangeBody } from './subscription.requests.js';

/** docs.stripe.com/billing/subscriptions/prorations */
export const PRORATIONS = { now: 'always_invoice', next_invoice: 'create_prorations', none: 'none' } as const;

/** What an item is, and what Stripe is told that it be: what is left out stays as it is there. */
export interface ItemChange {
  readonly from: { readonly price: string | null; readonly quantity: number | null };
  readonly to: { readonly id: string; readonly price?: string; readonly quantity?: number };
  /** What comes of it; null for metered usage. */
  readonly quantity: number | null;
  /** Days of trial that the price offers which is chosen; null when none is. */
  readonly trialDays: number | null;
}

export const isOtherPrice = ({ from, to }: Pick<ItemChange, 'from' | 'to'>): boolean =>
  (to.price ?? from.price) !== from.price;

/** Whether it is more than what is there: fewer seats at the same price are no sale. */
export const sellsMore = (change: Pick<ItemChange, 'from' | 'to'>): boolean =>
  isOtherPrice(change) || (change.to.quantity ?? 0) > (change.from.quantity ?? 0);

/**
 * The change that is meant. A plan is taken at the interval and in the currency of now, unless others are named; a
 * change of the quantity alone keeps a price that is no longer for sale.
 *
 * @throws {InvalidRequestError} @throws {NotForSaleError}
 */
export function changedItem(own: OwnSubscription, plans: readonly OfferedPlan[], body: ChangeBody): ItemChange {
  const item = itemOf(own, body.item);
  const from = { price: item.price, quantity: item.quantity };
  const { plan, price, interval, currency, quantity } = body;
  if (plan === undefined && price === undefined) {
    if (interval !== undefined || currency !== undefined) throw refuse('/plan', 'name the plan that it is of');
    if (quantity === undefined) throw refuse('/plan', 'name a plan, a price or a quantity');
    if (item.quantity === null) throw refuse('/quantity', 'the price is metered: leave it out');
    return { from, to: { id: item.id, quantity }, quantity, trialDays: null };
  }
  const choice =
    plan === undefined
      ? { price, interval, currency }
      : {
          plan,
          price,
          interval: interval ?? item.interval ?? undefined,
          currency: currency ?? own.currency ?? undefined,
        };
  const chosen = choose(plans, choice);
  if (chosen.price.type !== 'recurring') throw new NotForSaleError();
  const { id: chosenId, trialDays } = chosen.price;
  // Metered prices have no quantity that Stripe could keep, and take none.
  const isCounted = chosen.price.usageType !== 'metered' && item.quantity !== null;
  const told = isCounted && quantity === undefined ? {} : quantityOf(chosen.price, quantity);
  const comes = isCounted ? (quantity ?? item.quantity) : (told.quantity ?? null);
  return { from, to: { id: item.id, price: chosenId, ...told }, quantity: comes, trialDays };
}

function itemOf({ items }: OwnSubscription, id: string | undefined): OwnItem {
  const fitting = items.filter((item) => id === undefined || item.id === id);
  const [item, ...others] = fitting;
  if (!item) throw refuse('/item', 'the subscription has no such item');
  if (others.length > 0) throw refuse('/item', 'the subscription has several items: name one');
  return item;
}
