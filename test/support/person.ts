import type { Engine } from '../../sandbox/engine/engine.js';
import type { Backend } from './backend.js';

/** A customer whose every personal value has one word in it that nothing else has. */
export interface Person {
  /** Lower case; values have it in various spellings. */
  readonly word: string;
  readonly customer: string;
  /** A payment method that was theirs, and names nobody any more. */
  readonly detached: string;
  readonly charge: string;
  readonly subscription: string;
  readonly taxId: string;
}

/** What everybody buys. */
export interface Offer {
  readonly price: string;
  /** Paid once. */
  readonly book: string;
  readonly coupon: string;
}

export function offer({ coupons, prices, products }: Engine): Offer {
  const product = products.create({ name: 'Team plan', description: 'For teams', metadata: { plan: 'team' } }).id;
  const recurring = { interval: 'month' } as const;
  const price = prices.create({ currency: 'usd', unit_amount: 2_900, product, recurring }).id;
  const book = prices.create({ currency: 'usd', unit_amount: 500, product }).id;
  return { price, book, coupon: coupons.create({ name: 'Spring', percent_off: 10, duration: 'forever' }).id };
}

/** A life that leaves a word wherever Stripe lets a merchant, or a customer, leave one. */
export function live(
  engine: Engine,
  word: string,
  tenant: string,
  taxId: string,
  { price, book, coupon }: Offer,
): Person {
  const name = word.charAt(0).toUpperCase() + word.slice(1);
  const metadata = { note: `of ${name}`, [`${word}_key`]: 'x' };
  const pause = () => engine.advance(60);
  const customer = engine.customers.create({
    email: `${word}@persons.example`,
    name: `${name} Miller`,
    phone: `+1 555 ${word}`,
    description: `${name}, met at a fair`,
    address: { line1: `${name} Street 1`, city: `${name}ville`, postal_code: '94107', country: 'US' },
    metadata: { tenant_id: tenant, ...metadata },
    payment_method: 'pm_card_visa',
  }).id;
  pause();
  const { id: tax } = engine.taxIds.create(customer, { type: 'eu_vat', value: taxId });
  const card = engine.paymentMethods.attach('pm_card_mastercard', customer).id;
  engine.paymentMethods.update(card, { metadata });
  pause();
  const subscription = engine.subscriptions.create({
    customer,
    items: [{ price, quantity: 2, metadata }],
    description: `For ${name}`,
    metadata,
  });
  pause();
  const invoice = subscription.latest_invoice ?? '';
  engine.invoices.update(invoice, { metadata });
  engine.creditNotes.create({ invoice, amount: 100, credit_amount: 100, memo: `Sorry, ${name}`, metadata });
  pause();
  const payment = { amount: 4_200, currency: 'usd', customer, description: `Workshop of ${name}`, metadata } as const;
  const paid = engine.paymentIntents.create({ ...payment, payment_method: 'pm_card_visa', confirm: true });
  pause();
  engine.charges.update(paid.latest_charge ?? '', { description: `Paid by ${name}`, metadata });
  pause();
  engine.refunds.create({ payment_intent: paid.id, amount: 700, metadata });
  engine.paymentIntents.create({ ...payment, payment_method: 'pm_card_chargeDeclined', confirm: true });
  pause();
  const disputed = engine.paymentIntents.create({ ...payment, payment_method: 'pm_card_createDispute', confirm: true });
  pause();
  const dispute = engine.store.disputes.values().find(({ payment_intent: of }) => of === disputed.id);
  if (dispute) {
    engine.disputes.update(dispute.id, {
      evidence: { customer_name: name, customer_email_address: `${word}@persons.example` },
      metadata,
      submit: false,
    });
  }
  const common = { customer, description: `A card of ${name}`, metadata, confirm: true } as const;
  engine.setupIntents.create({ ...common, payment_method: 'pm_card_visa' });
  const session = engine.checkout.create({
    mode: 'payment',
    customer,
    line_items: [{ price: book }],
    metadata,
  });
  engine.checkout.complete(session.id, { payment_method: 'pm_card_visa' });
  engine.promotionCodes.create({
    promotion: { type: 'coupon', coupon },
    code: `${word.toUpperCase()}10`,
    customer,
    metadata,
  });
  pause();
  const phases = [{ items: [{ price }], duration: { interval: 'month', interval_count: 1 }, metadata }] as const;
  engine.subscriptionSchedules.create({ customer, start_date: engine.clock.now() + 86_400, phases, metadata });
  engine.customers.update(customer, { coupon });
  pause();
  engine.paymentMethods.detach(card);
  pause();
  return {
    word,
    customer,
    detached: card,
    charge: paid.latest_charge ?? '',
    subscription: subscription.id,
    taxId: tax,
  };
}

/**
 * How often a word stands in each table, read as text; payloads as what their bytes say. Tables without it are left out.
 *
 * @param text of a payload's bytes: another one where they are encrypted.
 */
export async function tablesWith(
  { query }: Pick<Backend, 'query'>,
  word: string,
  text = `convert_from(body, 'UTF8')`,
): Promise<Record<string, number>> {
  const tables = await query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
  );
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const row = name === 'stripe_event_payload' ? text : 't::text';
    const [counted] = await query<{ rows: number }>(
      `SELECT count(*)::int AS rows FROM "${name}" t WHERE ${row} ILIKE '%' || $1 || '%'`,
      [word],
    );
    if (counted && counted.rows > 0) found[name] = counted.rows;
  }
  return found;
}
