import type { CheckoutSession } from '../objects/checkout-session.js';
import type { CheckoutCreate } from './checkout-params.js';
import type { EngineContext } from './context.js';
import { missingParameter } from './errors.js';
import { PaymentIntents } from './payment-intents.js';
import { PaymentMethods } from './payment-methods.js';
import { SetupIntents } from './setup-intents.js';
import { Subscriptions } from './subscriptions.js';

export interface Buyer {
  /** Null: a guest, who pays once and is not kept. */
  readonly customer: string | null;
  readonly token: string;
}

/** Attaches the payment method and begins the subscription: the session's fields that come of it. */
export function subscribe(
  ctx: EngineContext,
  params: CheckoutCreate,
  { customer, token }: Buyer,
): Partial<CheckoutSession> {
  if (customer === null) throw missingParameter('customer');
  const method = new PaymentMethods(ctx).attach(token, customer).id;
  // A trial takes no money yet: the card is set up by a setup intent.
  if (params.subscription_data?.trial_period_days) setUp(ctx, customer, method);
  const { id } = new Subscriptions(ctx).create({
    customer,
    items: params.line_items ?? [],
    default_payment_method: method,
    ...params.subscription_data,
  });
  const invoice = ctx.store.subscriptions.get(id).latest_invoice;
  const intent = invoice && ctx.store.intentOfInvoice(invoice);
  if (intent && intent.status === 'requires_action') new PaymentIntents(ctx).authenticate(intent.id, true);
  const { latest_invoice, status } = ctx.store.subscriptions.get(id);
  const paid = status === 'active' ? 'paid' : 'unpaid';
  return {
    invoice: latest_invoice,
    payment_status: status === 'trialing' ? 'no_payment_required' : paid,
    subscription: id,
  };
}

/** One payment, authenticated on the page if the card asks for it. */
export function pay(
  ctx: EngineContext,
  session: CheckoutSession,
  params: CheckoutCreate,
  { customer, token }: Buyer,
): Partial<CheckoutSession> {
  if (session.amount_total === 0) return { payment_status: 'no_payment_required' }; // docs.stripe.com/payments/checkout/no-cost-orders
  const method = customer ? new PaymentMethods(ctx).attach(token, customer).id : token;
  const intents = new PaymentIntents(ctx);
  const intent = intents.create({
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'usd',
    payment_method: method,
    confirm: true,
    ...(customer && { customer }),
    ...params.payment_intent_data,
  });
  const ended = intent.status === 'requires_action' ? intents.authenticate(intent.id, true) : intent;
  const paid = ended.status === 'succeeded';
  return { payment_intent: ended.id, payment_status: paid ? 'paid' : 'unpaid' };
}

/** Nothing is paid: the session's setup intent succeeds, and the customer has the payment method. */
export function saveCard(
  ctx: EngineContext,
  { setup_intent }: CheckoutSession,
  { customer, token }: Buyer,
): Partial<CheckoutSession> {
  const intents = new SetupIntents(ctx);
  const intent = intents.confirm(setup_intent ?? '', { payment_method: token, ...(customer && { customer }) });
  if (intent.status === 'requires_action') intents.authenticate(intent.id, true);
  return { payment_status: 'no_payment_required' };
}

function setUp(ctx: EngineContext, customer: string, payment_method: string): void {
  const intents = new SetupIntents(ctx);
  const { id, status } = intents.create({ customer, payment_method, confirm: true });
  if (status === 'requires_action') intents.authenticate(id, true);
}
