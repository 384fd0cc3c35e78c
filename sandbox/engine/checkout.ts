import type { CheckoutSession } from '../objects/checkout-session.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import type { EngineContext } from './context.js';
import { cardDeclined, invalidRequest } from './errors.js';
import { draftSession, refuseUnusable } from './checkout-draft.js';
import type { CheckoutCreate } from './checkout-params.js';
import { type Buyer, pay, saveCard, subscribe } from './checkout-payment.js';
import { Customers } from './customers.js';
import { refuseUnsharable } from './sharing-rules.js';
import { SetupIntents } from './setup-intents.js';
import { TEST_CARDS } from './test-cards.js';

/** What the customer types in on the hosted page. */
interface CheckoutInput {
  /** A test token; `pm_card_visa` if not given. */
  payment_method?: string;
  email?: string;
  name?: string;
}

export class Checkout {
  private readonly params = new Map<string, CheckoutCreate>();
  /** payment intent under way -> its completed session */
  private readonly awaited = new Map<string, string>();

  constructor(private readonly ctx: EngineContext) {}

  create(params: CheckoutCreate): CheckoutSession {
    const { ids, record, schedule, store } = this.ctx;
    refuseUnusable(params);
    refuseUnsharable(this.ctx, params.payment_intent_data ?? {}, 'payment_intent_data');
    refuseUnsharable(this.ctx, params.subscription_data ?? {}, 'subscription_data');
    const id = ids.checkoutSession();
    const setup = params.mode === 'setup' ? this.newSetup(params) : null;
    const session = draftSession(this.ctx, id, params, setup);
    this.params.set(id, params);
    schedule.at(session.expires_at, () => this.expireIfOpen(id));
    return record.create(store.checkoutSessions, session);
  }

  /** The customer pays on the hosted page. @throws StripeApiError 402 when the card is declined; the session stays open */
  complete(id: string, input: CheckoutInput = {}): CheckoutSession {
    const { record, store } = this.ctx;
    const session = store.checkoutSessions.get(id);
    const params = this.params.get(id);
    if (!params || session.status !== 'open') throw invalidRequest(`Checkout session ${id} is ${session.status}.`);
    const token = input.payment_method ?? 'pm_card_visa';
    this.refuseDeclined(session, token);
    const email = input.email ?? session.customer_email ?? 'buyer@example.com';
    const name = input.name ?? 'Jenny Rosen';
    const given = session.customer ?? (session.customer_creation === 'always' ? this.newCustomer(email, name) : null);
    if (given !== null && input.email !== undefined) this.keepEmail(given, input.email);
    const buyer = { customer: given, token };
    const outcome = this.outcome(session, params, buyer);
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
    const completed = record.step(store.checkoutSessions, session, patch, 'checkout.session.completed');
    this.awaitPayment(completed);
    return completed;
  }

  /** A bank debit that was under way when its session was completed has ended. */
  paymentEnded({ id, status }: PaymentIntent): void {
    const { record, store } = this.ctx;
    const awaited = this.awaited.get(id);
    if (!awaited || status === 'processing') return;
    this.awaited.delete(id);
    const session = store.checkoutSessions.get(awaited);
    if (status !== 'succeeded') record.emit('checkout.session.async_payment_failed', session);
    else {
      const paid = { payment_status: 'paid' } as const;
      record.step(store.checkoutSessions, session, paid, 'checkout.session.async_payment_succeeded');
    }
  }

  /** Nobody can complete it any more. */
  expire(id: string): CheckoutSession {
    const { status } = this.ctx.store.checkoutSessions.get(id, 'session');
    if (status === 'open') return this.expireIfOpen(id);
    throw invalidRequest(`Only Checkout Sessions with a status in ["open"] can be expired. This one is ${status}.`);
  }

  /** The parameters that the page needs and the object does not show. */
  lineItemsOf(id: string): NonNullable<CheckoutCreate['line_items']> {
    return this.params.get(id)?.line_items ?? [];
  }

  private awaitPayment({ id, invoice, payment_intent }: CheckoutSession): void {
    const { store } = this.ctx;
    const intent = payment_intent ?? (invoice ? store.intentOfInvoice(invoice)?.id : undefined);
    if (intent && store.paymentIntents.get(intent).status === 'processing') this.awaited.set(intent, id);
  }

  private newSetup({ customer, setup_intent_data }: CheckoutCreate): string {
    const { id } = this.setupIntents.create({ ...setup_intent_data, ...(customer && { customer }) });
    this.ctx.store.setupsOfCheckout.add(id);
    return id;
  }

  private get setupIntents(): SetupIntents {
    return new SetupIntents(this.ctx);
  }

  /** A setup tells of a refused card (`setup_intent.setup_failed`); a payment has not begun yet. */
  private refuseDeclined({ mode, setup_intent }: CheckoutSession, token: string): void {
    const card = TEST_CARDS[token];
    if (mode === 'setup' ? card?.onAttach !== 'declined' : card?.onCharge !== 'declined') return;
    if (setup_intent) this.setupIntents.confirm(setup_intent, { payment_method: token });
    throw cardDeclined('generic_decline');
  }

  private outcome(session: CheckoutSession, params: CheckoutCreate, buyer: Buyer): Partial<CheckoutSession> {
    if (params.mode === 'setup') return saveCard(this.ctx, session, buyer);
    return params.mode === 'subscription' ? subscribe(this.ctx, params, buyer) : pay(this.ctx, session, params, buyer);
  }

  private newCustomer(email: string, name: string): string {
    return new Customers(this.ctx).create({ email, name }).id;
  }

  /** A customer without an address gets the one that is typed in (docs.stripe.com/api/checkout/sessions/create). */
  private keepEmail(customer: string, email: string): void {
    if (this.ctx.store.customers.get(customer).email === null) new Customers(this.ctx).update(customer, { email });
  }

  private expireIfOpen(id: string): CheckoutSession {
    const { record, store } = this.ctx;
    const session = store.checkoutSessions.get(id);
    if (session.status !== 'open') return session;
    if (session.setup_intent) this.setupIntents.cancel(session.setup_intent, { cancellation_reason: 'abandoned' });
    const patch = { status: 'expired', url: null } as const;
    return record.step(store.checkoutSessions, session, patch, 'checkout.session.expired');
  }
}
