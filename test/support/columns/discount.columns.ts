import { at, count, derived, flag, id, metadata, text, time, whole, word, type Columns } from './column.js';

export const COUPONS: Columns = {
  name: text('name'),
  percent_off: derived(({ percent_off }) => (typeof percent_off === 'number' ? String(percent_off) : null)),
  amount_off: whole('amount_off'),
  currency: word('currency'),
  duration: word('duration'),
  duration_in_months: count('duration_in_months'),
  max_redemptions: whole('max_redemptions'),
  times_redeemed: whole('times_redeemed'),
  redeem_by: time('redeem_by'),
  valid: flag('valid'),
  metadata,
  created_at: time('created'),
};

export const PROMOTION_CODES: Columns = {
  active: flag('active'),
  code: text('code'),
  coupon_id: id('promotion.coupon'),
  customer_id: id('customer'),
  max_redemptions: whole('max_redemptions'),
  times_redeemed: whole('times_redeemed'),
  first_time_transaction: flag('restrictions.first_time_transaction'),
  minimum_amount: whole('restrictions.minimum_amount'),
  minimum_amount_currency: word('restrictions.minimum_amount_currency'),
  expires_at: time('expires_at'),
  metadata,
  created_at: time('created'),
};

export const DISCOUNTS: Columns = {
  customer_id: id('customer'),
  subscription_id: id('subscription'),
  subscription_item_id: id('subscription_item?'),
  checkout_session_id: id('checkout_session'),
  invoice_id: id('invoice'),
  invoice_item_id: id('invoice_item'),
  coupon_id: derived((discount) => at(discount, 'source.coupon')),
  promotion_code_id: id('promotion_code'),
  starts_at: time('start'),
  ends_at: time('end'),
};
