import { planOf } from '../objects/plan.js';
import { type Interval, newPrice, type Price } from '../objects/price.js';
import type { EngineContext } from './context.js';
import { given, mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';

export interface PriceCreate {
  currency: string;
  /** Minor units. */
  unit_amount: number;
  product: string;
  recurring?: { interval: Interval; interval_count?: number };
  lookup_key?: string;
  nickname?: string;
  metadata?: MetadataParam;
}

interface PriceUpdate {
  active?: boolean;
  lookup_key?: string;
  nickname?: string;
  metadata?: MetadataParam;
}

/** A recurring price has a plan of the same id as its twin; Stripe tells of both, in the same second. */
export class Prices {
  constructor(private readonly ctx: EngineContext) {}

  create(params: PriceCreate): Price {
    const { clock, ids, record, store } = this.ctx;
    const price = newPrice({
      id: ids.timed('price'),
      active: true,
      created: clock.now(),
      currency: params.currency.toLowerCase(),
      lookup_key: params.lookup_key ?? null,
      metadata: newMetadata(params.metadata),
      nickname: params.nickname ?? null,
      product: store.products.get(params.product, 'product').id,
      recurring: params.recurring
        ? {
            interval: params.recurring.interval,
            interval_count: params.recurring.interval_count ?? 1,
            meter: null,
            trial_period_days: null,
            usage_type: 'licensed',
          }
        : null,
      type: params.recurring ? 'recurring' : 'one_time',
      unit_amount: params.unit_amount,
      unit_amount_decimal: String(params.unit_amount),
    });
    if (price.recurring) record.create(store.plans, planOf(price), 'plan.created');
    return record.create(store.prices, price, 'price.created');
  }

  update(id: string, { metadata, ...params }: PriceUpdate): Price {
    const { record, store } = this.ctx;
    const price = store.prices.get(id);
    const patch = { ...given(params), metadata: mergeMetadata(price.metadata, metadata) };
    const plan = store.plans.find(id);
    if (plan) record.update(store.plans, plan, planOf({ ...price, ...patch }), 'plan.updated');
    return record.update(store.prices, price, patch, 'price.updated');
  }

  /** Stripe's API deletes a recurring price by its plan, and any price that nobody uses in the Dashboard. */
  delete(id: string): void {
    const { record, store } = this.ctx;
    const plan = store.plans.find(id);
    if (plan) record.remove(store.plans, plan, 'plan.deleted');
    record.remove(store.prices, store.prices.get(id), 'price.deleted');
  }
}
