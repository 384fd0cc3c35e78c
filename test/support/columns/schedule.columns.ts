import { derived, id, listAt, metadata, text, time, word, type Columns } from './column.js';

/** A scheduled item's price and quantity. */
const scheduled = (path: string) =>
  derived((phase) => listAt(phase, path).map(({ price, quantity }) => ({ price, quantity })));

export const SUBSCRIPTION_SCHEDULES: Columns = {
  customer_id: id('customer'),
  subscription_id: id('subscription'),
  released_subscription_id: id('released_subscription'),
  status: word('status'),
  end_behavior: word('end_behavior'),
  current_phase_start: time('current_phase.start_date'),
  current_phase_end: time('current_phase.end_date'),
  collection_method: word('default_settings.collection_method'),
  default_payment_method_id: id('default_settings.default_payment_method'),
  canceled_at: time('canceled_at'),
  completed_at: time('completed_at'),
  released_at: time('released_at'),
  test_clock_id: id('test_clock'),
  metadata,
  created_at: time('created'),
};

export const SUBSCRIPTION_SCHEDULE_PHASES: Columns = {
  starts_at: time('start_date'),
  ends_at: time('end_date'),
  trial_end: time('trial_end'),
  currency: word('currency'),
  collection_method: word('collection_method'),
  default_payment_method_id: id('default_payment_method'),
  proration_behavior: word('proration_behavior'),
  billing_cycle_anchor: word('billing_cycle_anchor'),
  description: text('description'),
  items: scheduled('items'),
  add_invoice_items: scheduled('add_invoice_items'),
  discounts: derived((phase) =>
    listAt(phase, 'discounts').map(({ coupon, discount, promotion_code }) => ({
      id: discount,
      coupon,
      promotion_code,
    })),
  ),
  metadata,
};
