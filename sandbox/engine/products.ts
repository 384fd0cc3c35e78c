import { newProduct, type Product } from '../objects/product.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { given, mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';

export interface ProductCreate {
  name: string;
  id?: string;
  active?: boolean;
  description?: string;
  metadata?: MetadataParam;
}

interface ProductUpdate {
  name?: string;
  active?: boolean;
  description?: string;
  default_price?: string;
  metadata?: MetadataParam;
}

export class Products {
  constructor(private readonly ctx: EngineContext) {}

  create(params: ProductCreate): Product {
    const { clock, ids, record, store } = this.ctx;
    const product = newProduct({
      id: params.id ?? ids.short('prod'),
      active: params.active ?? true,
      created: clock.now(),
      default_price: null,
      description: params.description ?? null,
      metadata: newMetadata(params.metadata),
      name: params.name,
      updated: clock.now(),
    });
    return record.create(store.products, product, 'product.created');
  }

  update(id: string, { metadata, ...params }: ProductUpdate): Product {
    const { clock, record, store } = this.ctx;
    const product = store.products.get(id);
    const patch = { ...given(params), metadata: mergeMetadata(product.metadata, metadata), updated: clock.now() };
    return record.update(store.products, product, patch, 'product.updated');
  }

  /** As at Stripe, a product that still has prices stays. */
  delete(id: string): void {
    const { record, store } = this.ctx;
    const product = store.products.get(id);
    if (store.prices.values().some((price) => price.product === id)) {
      throw invalidRequest('This product cannot be deleted because it has one or more user-created prices.', 'id');
    }
    record.remove(store.products, product, 'product.deleted');
  }
}
