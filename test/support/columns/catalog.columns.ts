import { at, count, derived, flag, id, listAt, metadata, text, time, whole, word, type Columns } from './column.js';

export const PRODUCTS: Columns = {
  active: flag('active'),
  name: text('name'),
  description: text('description'),
  default_price_id: id('default_price'),
  unit_label: text('unit_label'),
  tax_code: id('tax_code'),
  marketing_features: derived((product) => listAt(product, 'marketing_features').map(({ name }) => name)),
  metadata,
  created_at: time('created'),
};

export const PRICES: Columns = {
  active: flag('active'),
  product_id: id('product'),
  lookup_key: text('lookup_key'),
  nickname: text('nickname'),
  type: word('type'),
  currency: word('currency'),
  unit_amount: whole('unit_amount'),
  unit_amount_decimal: derived((price) => at(price, 'unit_amount_decimal')),
  billing_scheme: word('billing_scheme'),
  tiers_mode: word('tiers_mode'),
  tax_behavior: word('tax_behavior'),
  usage_type: word('recurring.usage_type'),
  recurring_interval: word('recurring.interval'),
  recurring_interval_count: count('recurring.interval_count'),
  trial_period_days: count('recurring.trial_period_days'),
  metadata,
  created_at: time('created'),
};

export const PLANS: Columns = {
  active: flag('active'),
  product_id: id('product'),
  nickname: text('nickname'),
  currency: word('currency'),
  amount: whole('amount'),
  amount_decimal: derived((plan) => at(plan, 'amount_decimal')),
  interval: word('interval'),
  interval_count: derived((plan) => at(plan, 'interval_count')),
  usage_type: word('usage_type'),
  billing_scheme: word('billing_scheme'),
  tiers_mode: word('tiers_mode'),
  trial_period_days: derived((plan) => at(plan, 'trial_period_days')),
  statement_descriptor: text('statement_descriptor?'),
  metadata,
  created_at: time('created'),
};
