import type { CheckoutSession } from '../objects/checkout-session.js';
import { newSetupIntent } from '../objects/setup-intent.js';
import type { CheckoutCreate } from './checkout-params.js';
import type { EngineContext } from './context.js';
import { missingParameter } from './errors.js';
import { PaymentIntents } from './payment-intents.js';
import { PaymentMethods } from './payment-methods.js';
import { Subscriptions } from './subscriptions.js';

interface Buyer {
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
  if (params.subscription_data?.trial_period_days) setUp(ctx, customer, method);
  const subscription = new Subscriptions(ctx).create({
    customer,
    items: params.line_items,
    default_payment_method: method,
    ...params.subscription_data,
  });
  const paid = subscription.status === 'active' ? 'paid' : 'unpaid';
  return {
    invoice: subscription.latest_invoice,
    payment_status: subscription.status === 'trialing' ? 'no_payment_required' : paid,
    subscription: subscription.id,
  };
}

/** One payment, authenticated on the page if the card asks for it. */
export function pay(
  ctx: EngineContext,
  session: CheckoutSession,
  params: CheckoutCreate,
  { customer, token }: Buyer,
): Partial<CheckoutSession> {
  const method = customer ? new PaymentMethods(ctx).attach(token, customer).id : token;
  const intents = new PaymentIntents(ctx);
  const intent = intents.create({
    amount: session.amount_total,
    currency: session.currency,
    payment_method: method,
    confirm: true,
    ...(customer && { customer }),
    ...params.payment_intent_data,
  });
  const ended = intent.status === 'requires_action' ? intents.authenticate(intent.id, true) : intent;
  return { payment_intent: ended.id, payment_status: ended.status === 'succeeded' ? 'paid' : 'unpaid' };
}

/** A trial takes no money yet, so Stripe sets the card up by a setup intent. */
function setUp({ clock, ids, record, store }: EngineContext, customer: string, payment_method: string): void {
  const id = ids.timed('seti');
  const intent = newSetupIntent({
    id,
    client_secret: `${id}_secret_${ids.secret(25)}`,
    created: clock.now(),
    customer,
    payment_method,
    status: 'requires_payment_method',
  });
  const created = record.create(store.setupIntents, intent, 'setup_intent.created');
  record.step(store.setupIntents, created, { status: 'succeeded' }, 'setup_intent.succeeded');
}
