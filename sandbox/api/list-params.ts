import { invalidRequest } from '../engine/errors.js';

const PAGING = ['limit', 'starting_after', 'ending_before', 'created', 'expand'];
const ANYBODYS = ['customer', 'customer_account'];

/** By which each list can be filtered, beside `created` and its paging (the API reference of each resource). */
const FILTERS: Readonly<Record<string, readonly string[]>> = {
  '/v1/accounts': [],
  '/v1/accounts/:id/capabilities': [],
  '/v1/accounts/:id/external_accounts': ['object'],
  '/v1/accounts/:id/persons': ['relationship'],
  '/v1/application_fees': ['charge'],
  '/v1/balance_transactions': ['currency', 'payout', 'source', 'type'],
  '/v1/charges': ['customer', 'payment_intent', 'transfer_group'],
  '/v1/checkout/sessions': [
    ...ANYBODYS,
    'customer_details',
    'payment_intent',
    'payment_link',
    'status',
    'subscription',
  ],
  '/v1/checkout/sessions/:id/line_items': [],
  '/v1/coupons': [],
  '/v1/credit_notes': [...ANYBODYS, 'invoice'],
  '/v1/customers': ['email', 'test_clock'],
  '/v1/customers/:id/balance_transactions': ['invoice'],
  '/v1/customers/:id/payment_methods': ['allow_redisplay', 'type'],
  '/v1/customers/:id/tax_ids': [],
  '/v1/disputes': ['charge', 'payment_intent'],
  '/v1/entitlements/active_entitlements': ['customer'],
  '/v1/entitlements/features': ['archived', 'lookup_key'],
  '/v1/events': ['delivery_success', 'type', 'types'],
  '/v1/invoice_payments': ['invoice', 'payment', 'status'],
  '/v1/invoices': [...ANYBODYS, 'collection_method', 'due_date', 'status', 'subscription'],
  '/v1/invoices/:id/lines': [],
  '/v1/payment_intents': ANYBODYS,
  '/v1/payment_methods': [...ANYBODYS, 'allow_redisplay', 'type'],
  '/v1/payouts': ['arrival_date', 'destination', 'status'],
  '/v1/plans': ['active', 'product'],
  '/v1/prices': ['active', 'currency', 'lookup_keys', 'product', 'recurring', 'type'],
  '/v1/products': ['active', 'ids', 'shippable', 'type', 'url'],
  '/v1/products/:id/features': [],
  '/v1/promotion_codes': [...ANYBODYS, 'active', 'code', 'coupon'],
  '/v1/radar/early_fraud_warnings': ['charge', 'payment_intent'],
  '/v1/refunds': ['charge', 'payment_intent'],
  '/v1/reviews': [],
  '/v1/setup_intents': [...ANYBODYS, 'attach_to_self', 'payment_method'],
  '/v1/subscription_schedules': [...ANYBODYS, 'canceled_at', 'completed_at', 'released_at', 'scheduled'],
  '/v1/subscriptions': [
    ...ANYBODYS,
    'automatic_tax',
    'collection_method',
    'current_period_end',
    'current_period_start',
    'plan',
    'price',
    'status',
    'test_clock',
  ],
  '/v1/tax_ids': ['owner'],
  '/v1/test_helpers/test_clocks': [],
  '/v1/transfers': ['destination', 'transfer_group'],
  '/v1/webhook_endpoints': [],
};

/** What a list is asked to show only, by name. @throws StripeApiError 400 parameter_unknown */
export function filtersOf(path: string, params: Readonly<Record<string, unknown>>): [string, unknown][] {
  const filters = Object.entries(params).filter(([name]) => !PAGING.includes(name));
  const unknown = filters.find(([name]) => !FILTERS[path]?.includes(name));
  if (unknown) throw invalidRequest(`Received unknown parameter: ${unknown[0]}`, unknown[0], 'parameter_unknown');
  return filters;
}
