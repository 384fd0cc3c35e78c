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

export interface PriceUpdate {
  active?: boolean;
  lookup_key?: string;
  nickname?: string;
  metadata?: MetadataParam;
}

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
    return record.create(store.prices, price, 'price.created');
  }

  update(id: string, { metadata, ...params }: PriceUpdate): Price {
    const { record, store } = this.ctx;
    const price = store.prices.get(id);
    const patch = { ...given(params), metadata: mergeMetadata(price.metadata, metadata) };
    return record.update(store.prices, price, patch, 'price.updated');
  }

  /** Stripe's API has no such call, but its Dashboard has: prices that nobody uses can be deleted there. */
  delete(id: string): void {
    const { record, store } = this.ctx;
    record.remove(store.prices, store.prices.get(id), 'price.deleted');
  }
}
