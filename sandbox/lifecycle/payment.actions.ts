import type { Charge } from '../objects/charge.js';
import type { Invoice } from '../objects/invoice.js';
import { subscriptionOf } from '../objects/invoice.js';
import { periodEnd } from '../objects/subscription.js';
import { recurringPrices } from './catalog.actions.js';
import { anyCustomer, BAD, GOOD, SLOW, switchCard } from './customer.actions.js';
import type { Action, Life } from './life.js';

/** An invoice whose payment is not under way; the objects that an attempt changes get a second of their own. */
export function payable(life: Life, ...statuses: Invoice['status'][]): Invoice | undefined {
  const { store } = life.engine;
  const invoices = store.invoices.values().filter(({ id, status, customer }) => {
    const underWay = store.intentOfInvoice(id)?.status === 'processing';
    return statuses.includes(status) && !underWay && !store.customers.isDeleted(customer);
  });
  const invoice = life.pick(invoices);
  if (!invoice) return undefined;
  life.separate(invoice.id, store.intentOfInvoice(invoice.id)?.id, subscriptionOf(invoice), invoice.customer);
  const now = store.invoices.find(invoice.id);
  return now && statuses.includes(now.status) && store.intentOfInvoice(now.id)?.status !== 'processing'
    ? now
    : undefined;
}

/** A charge that can still be given back. An inquiry that ends with it gets a second of its own. */
function refundable(life: Life): Charge | undefined {
  const { charges, disputeOfCharge, disputes } = life.engine.store;
  const passes = ({ captured, id, refunded, status }: Charge): boolean => {
    const dispute = disputes.find(disputeOfCharge.get(id) ?? '');
    return status === 'succeeded' && captured && !refunded && (dispute?.is_charge_refundable ?? true);
  };
  const found = life.pick(charges.values().filter(passes));
  if (!found) return undefined;
  life.separate(disputeOfCharge.get(found.id));
  const now = charges.get(found.id);
  return passes(now) ? now : undefined;
}

export const paymentActions: readonly Action[] = [
  {
    name: 'pay open invoice with a good card',
    weight: 6,
    run(life) {
      const invoice = payable(life, 'open');
      if (!invoice) return false;
      switchCard(life, invoice.customer, life.random.pick(GOOD));
      if (life.engine.store.invoices.get(invoice.id).status === 'open') life.engine.invoices.pay(invoice.id);
      return true;
    },
  },
  {
    name: 'void or give up an invoice',
    weight: 1,
    run(life) {
      const invoice = payable(life, 'open', 'uncollectible');
      if (!invoice) return false;
      if (invoice.status === 'uncollectible' || life.random.chance(0.5)) life.engine.invoices.void(invoice.id);
      else life.engine.invoices.markUncollectible(invoice.id);
      return true;
    },
  },
  {
    name: 'let a period end and delete the draft',
    weight: 1,
    run(life) {
      const { clock, store } = life.engine;
      const ends = store.subscriptions.values().flatMap((one) => (one.status === 'active' ? [periodEnd(one)] : []));
      const end = life.pick(ends.filter((at) => at < clock.now() + 40 * 86_400));
      if (end !== undefined) life.engine.advance(end - clock.now() + 60);
      const invoice = payable(life, 'draft');
      if (invoice) life.engine.invoices.deleteDraft(invoice.id);
      return invoice !== undefined;
    },
  },
  {
    name: 'single payment',
    weight: 5,
    run(life) {
      const customer = anyCustomer(life);
      const token = life.random.chance(0.6) ? life.random.pick(GOOD) : life.random.pick([...BAD, ...SLOW]);
      life.engine.paymentIntents.create({
        amount: 1_000 + life.random.int(9_000),
        currency: 'usd',
        payment_method: token,
        confirm: life.random.chance(0.8),
        ...(customer && { customer: customer.id }),
      });
      return true;
    },
  },
  {
    name: 'go on with a payment',
    weight: 4,
    run(life) {
      const { engine, random } = life;
      const waiting = ['requires_action', 'requires_confirmation', 'requires_payment_method'];
      const found = life.pick(engine.store.paymentIntents.values().filter(({ status }) => waiting.includes(status)));
      if (!found) return false;
      const linked = engine.store.invoiceOfIntent(found.id);
      const invoice = linked ? engine.store.invoices.find(linked) : undefined;
      if (invoice && engine.store.customers.isDeleted(invoice.customer)) return false;
      life.separate(found.id, linked, invoice && subscriptionOf(invoice), found.customer);
      const intent = engine.store.paymentIntents.get(found.id);
      if (intent.status === 'requires_action') engine.paymentIntents.authenticate(intent.id, random.chance(0.7));
      else if (!linked && random.chance(0.2))
        engine.paymentIntents.cancel(intent.id, { cancellation_reason: 'abandoned' });
      else if (waiting.includes(intent.status))
        engine.paymentIntents.confirm(intent.id, { payment_method: random.pick([...GOOD, ...BAD]) });
      return true;
    },
  },
  {
    name: 'checkout',
    weight: 4,
    run(life) {
      const mode = life.random.pick(['subscription', 'payment', 'subscription', 'payment', 'setup'] as const);
      const price =
        mode === 'subscription' ? life.random.pick(recurringPrices(life)) : life.engine.store.prices.values()[3];
      if (!price) return false;
      const trial =
        mode === 'subscription' && life.random.chance(0.3) ? { subscription_data: { trial_period_days: 7 } } : {};
      const session = life.engine.checkout.create({
        mode,
        ...(mode === 'setup' && { currency: 'usd' }),
        ...(mode !== 'setup' && { line_items: [{ price: price.id, quantity: 1 + life.random.int(2) }] }),
        client_reference_id: life.fresh('tenant'),
        ...trial,
      });
      if (life.random.chance(0.85))
        life.engine.checkout.complete(session.id, { payment_method: life.random.pick([...GOOD, ...SLOW]) });
      return true;
    },
  },
  {
    name: 'refund',
    weight: 5,
    run(life) {
      const charge = refundable(life);
      if (!charge) return false;
      const left = charge.amount - charge.amount_refunded;
      const amount = life.random.chance(0.3) ? left : 1 + life.random.int(left);
      life.engine.refunds.create({ charge: charge.id, amount });
      return true;
    },
  },
  {
    name: 'settle refund',
    weight: 3,
    run(life) {
      const pending = life.pick(life.engine.store.refunds.values().filter(({ status }) => status === 'pending'));
      if (!pending) return false;
      life.settle(pending.id, pending.charge);
      const now = life.engine.store.refunds.get(pending.id);
      if (now.status === 'pending') life.engine.refunds.settle(now.id, life.random.chance(0.5));
      return true;
    },
  },
  {
    name: 'describe charge',
    weight: 2,
    run(life) {
      const charge = life.pick(life.engine.store.charges.values());
      if (charge) life.engine.charges.update(charge.id, { description: life.fresh('Description') });
      return charge !== undefined;
    },
  },
];
