import type { Metadata, StripeObject } from './stripe-object.js';

const FIXED = {
  object: 'product',
  images: [],
  livemode: false,
  marketing_features: [],
  package_dimensions: null,
  shippable: null,
  statement_descriptor: null,
  tax_code: null,
  type: 'service',
  unit_label: null,
  url: null,
} as const;

type Fixed = typeof FIXED;

export interface Product extends StripeObject, Fixed {
  readonly object: 'product';
  readonly active: boolean;
  readonly created: number;
  readonly default_price: string | null;
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly name: string;
  readonly updated: number;
}

export function newProduct(given: Omit<Product, keyof Fixed>): Product {
  return { ...FIXED, ...given };
}
