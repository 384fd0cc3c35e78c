import { type CheckoutSession, newCheckoutSession } from '../objects/checkout-session.js';
import type { Price } from '../objects/price.js';
import type { CheckoutCreate } from './checkout-params.js';
import type { EngineContext } from './context.js';
import { invalidRequest, missingParameter } from './errors.js';
import { newMetadata } from './metadata.js';
import { webAddress } from './web-address.js';

const DAY = 86_400;
const MODES = ['payment', 'setup', 'subscription'];

/** An open session, not yet kept. @param setup its setup intent, in mode setup */
export function draftSession(
  { clock, pages, store }: EngineContext,
  id: string,
  params: CheckoutCreate,
  setup: string | null,
): CheckoutSession {
  const prices = pricesOf(store.prices, params);
  const sells = setup === null;
  const subscribes = params.mode === 'subscription';
  const total = prices.reduce(
    (sum, { unit_amount }, index) => sum + unit_amount * (params.line_items?.[index]?.quantity ?? 1),
    0,
  );
  return newCheckoutSession({
    id,
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    amount_subtotal: sells ? total : null,
    amount_total: sells ? (params.subscription_data?.trial_period_days ? 0 : total) : null,
    cancel_url: webAddress(params.cancel_url, 'cancel_url'),
    client_reference_id: params.client_reference_id ?? null,
    created: clock.now(),
    currency: prices[0]?.currency ?? params.currency ?? null,
    customer: params.customer ? store.customers.get(params.customer, 'customer').id : null,
    customer_creation: params.customer ? null : (params.customer_creation ?? (subscribes ? 'always' : 'if_required')),
    customer_details: null,
    customer_email: params.customer_email ?? null,
    expires_at: clock.now() + DAY,
    invoice: null,
    metadata: newMetadata(params.metadata),
    mode: params.mode,
    payment_intent: null,
    payment_method_collection: subscribes
      ? (params.payment_method_collection ?? 'always')
      : sells
        ? 'if_required'
        : 'always',
    payment_status: sells ? 'unpaid' : 'no_payment_required',
    setup_intent: setup,
    status: 'open',
    subscription: null,
    success_url: webAddress(params.success_url, 'success_url'),
    total_details: sells ? { amount_discount: 0, amount_shipping: 0, amount_tax: 0 } : null,
    url: pages.checkout(id),
  });
}

/** @throws StripeApiError before anything is made for the session */
export function refuseUnusable({ mode, currency }: CheckoutCreate): void {
  if (!MODES.includes(mode)) {
    throw invalidRequest('Invalid mode: must be one of payment, setup, or subscription', 'mode');
  }
  if (mode === 'setup' && !currency) throw missingParameter('currency');
}

function pricesOf(prices: EngineContext['store']['prices'], { line_items, mode }: CheckoutCreate): Price[] {
  if (mode === 'setup') return [];
  if (!line_items?.length) throw missingParameter('line_items');
  const chosen = line_items.map(({ price }, index) => prices.get(price, `line_items[${index}][price]`));
  const recurring = chosen.some(({ type }) => type === 'recurring');
  if (mode === 'subscription' && !recurring) {
    throw invalidRequest('You must provide at least one recurring price in `subscription` mode.', 'line_items');
  }
  if (mode === 'payment' && recurring) {
    throw invalidRequest(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      'line_items',
    );
  }
  return chosen;
}
