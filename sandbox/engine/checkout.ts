import { type CheckoutSession, newCheckoutSession } from '../objects/checkout-session.js';
import type { Price } from '../objects/price.js';
import type { EngineContext } from './context.js';
import { cardDeclined, invalidRequest, missingParameter } from './errors.js';
import type { CheckoutCreate } from './checkout-params.js';
import { pay, subscribe } from './checkout-payment.js';
import { Customers } from './customers.js';
import { newMetadata } from './metadata.js';
import { TEST_CARDS } from './test-cards.js';

/** What the customer types in on the hosted page. */
export interface CheckoutInput {
  /** A test token; `pm_card_visa` if not given. */
  payment_method?: string;
  email?: string;
  name?: string;
}

const DAY = 86_400;

export class Checkout {
  private readonly params = new Map<string, CheckoutCreate>();

  constructor(private readonly ctx: EngineContext) {}

  create(params: CheckoutCreate): CheckoutSession {
    const { clock, ids, record, schedule, store } = this.ctx;
    const prices = this.pricesOf(params);
    const total = prices.reduce(
      (sum, { unit_amount }, index) => sum + unit_amount * (params.line_items[index]?.quantity ?? 1),
      0,
    );
    const subscribes = params.mode === 'subscription';
    const id = ids.checkoutSession();
    this.params.set(id, params);
    const expires_at = clock.now() + DAY;
    schedule.at(expires_at, () => this.expire(id));
    const session = newCheckoutSession({
      id,
      amount_subtotal: total,
      amount_total: subscribes && params.subscription_data?.trial_period_days ? 0 : total,
      cancel_url: params.cancel_url ?? null,
      client_reference_id: params.client_reference_id ?? null,
      created: clock.now(),
      currency: prices[0]?.currency ?? 'usd',
      customer: params.customer ? store.customers.get(params.customer, 'customer').id : null,
      customer_creation: params.customer ? null : (params.customer_creation ?? (subscribes ? 'always' : 'if_required')),
      customer_details: null,
      customer_email: params.customer_email ?? null,
      expires_at,
      invoice: null,
      metadata: newMetadata(params.metadata),
      mode: params.mode,
      payment_intent: null,
      payment_method_collection: subscribes ? (params.payment_method_collection ?? 'always') : 'if_required',
      payment_status: 'unpaid',
      status: 'open',
      subscription: null,
      success_url: params.success_url ?? null,
      total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
      url: `https://checkout.stripe.com/c/pay/${id}`,
    });
    return record.create(store.checkoutSessions, session);
  }

  /** The customer pays on the hosted page. @throws StripeApiError 402 when the card is declined; the session stays open */
  complete(id: string, input: CheckoutInput = {}): CheckoutSession {
    const { record, store } = this.ctx;
    const session = store.checkoutSessions.get(id);
    const params = this.params.get(id);
    if (!params || session.status !== 'open') throw invalidRequest(`Checkout session ${id} is ${session.status}.`);
    const token = input.payment_method ?? 'pm_card_visa';
    if (TEST_CARDS[token]?.onCharge === 'declined') throw cardDeclined('generic_decline');
    const email = input.email ?? session.customer_email ?? 'buyer@example.com';
    const name = input.name ?? 'Jenny Rosen';
    const given = session.customer ?? (session.customer_creation === 'always' ? this.newCustomer(email, name) : null);
    const buyer = { customer: given, token };
    const outcome =
      params.mode === 'subscription' ? subscribe(this.ctx, params, buyer) : pay(this.ctx, session, params, buyer);
    const patch: Partial<CheckoutSession> = {
      ...outcome,
      customer: given,
      customer_details: {
        address: null,
        business_name: null,
        email,
        individual_name: null,
        name,
        phone: null,
        tax_exempt: 'none',
        tax_ids: [],
      },
      status: 'complete',
      url: null,
    };
    return record.step(store.checkoutSessions, session, patch, 'checkout.session.completed');
  }

  private newCustomer(email: string, name: string): string {
    return new Customers(this.ctx).create({ email, name }).id;
  }

  private expire(id: string): void {
    const { record, store } = this.ctx;
    const session = store.checkoutSessions.get(id);
    if (session.status !== 'open') return;
    record.step(store.checkoutSessions, session, { status: 'expired', url: null }, 'checkout.session.expired');
  }

  private pricesOf(params: CheckoutCreate): Price[] {
    if (!params.line_items?.length) throw missingParameter('line_items');
    const prices = params.line_items.map(({ price }) => this.ctx.store.prices.get(price, 'line_items[0][price]'));
    if (params.mode === 'subscription' && !prices.some(({ type }) => type === 'recurring')) {
      throw invalidRequest('You must provide at least one recurring price in `subscription` mode.', 'line_items');
    }
    return prices;
  }
}
