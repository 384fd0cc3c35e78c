import type { Price } from '../objects/price.js';
import { newSubscriptionItem, type SubscriptionItem } from '../objects/subscription-item.js';
import { type Subscription } from '../objects/subscription.js';
import { nextPeriodEnd, sameInterval } from './calendar.js';
import type { EngineContext } from './context.js';
import { invalidRequest, missingParameter } from './errors.js';
import { mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';

export interface ItemParam {
  id?: string;
  price?: string;
  quantity?: number;
  deleted?: boolean;
  metadata?: MetadataParam;
}

/** @param trialEnd seconds UTC; the first period is then the trial */
export function firstItems(
  ctx: EngineContext,
  subscription: string,
  params: readonly ItemParam[],
  trialEnd: number | null,
): SubscriptionItem[] {
  const prices = recurringPrices(ctx, params);
  const priced = params.map((param, index) => ({ param, price: prices[index] ?? firstOf(prices) }));
  return priced.map(({ param, price }) => newItem(ctx, subscription, price, param, trialEnd));
}

/** In the order of the items; of one currency and interval. */
export function recurringPrices(ctx: EngineContext, params: readonly ItemParam[]): Price[] {
  if (params.length === 0) throw missingParameter('items');
  const prices = params.map(({ price }) => recurringPrice(ctx, price));
  requireOneInterval(prices);
  return prices;
}

function newItem(
  { clock, ids }: EngineContext,
  subscription: string,
  price: Price,
  param: ItemParam,
  end: number | null,
): SubscriptionItem {
  const now = clock.now();
  return newSubscriptionItem({
    id: ids.short('si'),
    created: now,
    current_period_end: end ?? nextPeriodEnd(price, now, now),
    current_period_start: now,
    metadata: newMetadata(param.metadata),
    price,
    quantity: param.quantity ?? 1,
    subscription,
  });
}

/** The items after an update. An item without `id` is added, `deleted: true` takes one away; the others keep their place. */
export function changedItems(
  ctx: EngineContext,
  before: Subscription,
  params: readonly ItemParam[],
): SubscriptionItem[] {
  const current = before.items.data;
  const kept = current.flatMap((item) => {
    const param = params.find(({ id }) => id === item.id);
    if (!param) return [item];
    return param.deleted ? [] : [changedItem(ctx, item, param)];
  });
  const added = params
    .filter(({ id }) => id === undefined)
    .map((param) =>
      newItem(ctx, before.id, recurringPrice(ctx, param.price), param, firstOf(current).current_period_end),
    );
  const unknown = params.find(({ id }) => id !== undefined && !current.some((item) => item.id === id));
  if (unknown) throw invalidRequest(`No such subscription_item: '${unknown.id}'`, 'items', 'resource_missing');
  const items = [...kept, ...added];
  if (items.length === 0) throw invalidRequest('A subscription must have at least one active plan.', 'items');
  requireOneInterval(items.map(({ price }) => price));
  return resets(before, items) ? items.map((item) => withPeriodFromNow(ctx, item)) : items;
}

/** Another interval begins a new period at once; but a trial goes on until its end. */
export function resets(before: Subscription, items: readonly SubscriptionItem[]): boolean {
  return before.status !== 'trialing' && !sameInterval(firstOf(before.items.data).price, firstOf(items).price);
}

export function withPeriodFromNow({ clock }: EngineContext, item: SubscriptionItem): SubscriptionItem {
  const now = clock.now();
  return newSubscriptionItem({
    ...item,
    current_period_end: nextPeriodEnd(item.price, now, now),
    current_period_start: now,
  });
}

function changedItem(ctx: EngineContext, item: SubscriptionItem, param: ItemParam): SubscriptionItem {
  return newSubscriptionItem({
    ...item,
    metadata: mergeMetadata(item.metadata, param.metadata),
    price: param.price && param.price !== item.price.id ? recurringPrice(ctx, param.price) : item.price,
    quantity: param.quantity ?? item.quantity,
  });
}

function recurringPrice({ store }: EngineContext, id: string | undefined): Price {
  if (!id) throw missingParameter('items[0][price]');
  const price = store.prices.get(id, 'items[0][price]');
  if (price.type !== 'recurring') {
    throw invalidRequest(
      `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
    );
  }
  return price;
}

function requireOneInterval(prices: readonly Price[]): void {
  const first = firstOf(prices);
  if (prices.every((price) => sameInterval(first, price) && price.currency === first.currency)) return;
  throw invalidRequest('All prices of a subscription must have the same currency and the same interval here.', 'items');
}

function firstOf<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new RangeError('an empty list has no first entry');
  return first;
}
