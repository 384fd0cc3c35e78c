import type { Stripe } from 'stripe';
import type { Left } from './life.js';
import { isRaw, read, readAll, type Raw } from './raw.js';

/** All that Stripe shows of a life. */
export interface Story {
  /** Oldest first, as far as Stripe lists them so. */
  readonly events: readonly Raw[];
  /** By the name of their collection. */
  readonly objects: Readonly<Record<string, readonly Raw[]>>;
}

/** Discounts are not listed: what became of each, its last event tells. */
function discountsIn(events: readonly Raw[]): Raw[] {
  const last = new Map<string, Raw>();
  for (const { type, data } of events) {
    const object = isRaw(data) ? data['object'] : undefined;
    if (typeof type !== 'string' || !type.startsWith('customer.discount.') || !isRaw(object)) continue;
    last.set(String(object['id']), type.endsWith('.deleted') ? { id: object['id'], deleted: true } : object);
  }
  return [...last.values()];
}

/** Events that name anything of the life. In an account that is used for something else there are others. */
export async function eventsOf(stripe: Stripe, left: Left, since: number): Promise<Raw[]> {
  const { clock: _, prices, ...ids } = left;
  const own = [...prices, ...Object.values(ids)].filter((id) => typeof id === 'string');
  const all = await readAll(stripe, `/v1/events?created[gte]=${since}`);
  return all.filter((event) => {
    const text = JSON.stringify(event);
    return own.some((id) => text.includes(`"${id}"`));
  });
}

export async function storyOf(stripe: Stripe, left: Left, since: number): Promise<Story> {
  const { coupon = '', customer = '', dispute = '', product = '', prices, session = '', subscription = '' } = left;
  const of = `customer=${customer}`;
  const events = await eventsOf(stripe, left, since);
  const charges = await readAll(stripe, `/v1/charges?${of}`);
  const refunds = await Promise.all(charges.map(({ id }) => readAll(stripe, `/v1/refunds?charge=${String(id)}`)));
  return {
    events,
    objects: {
      products: [await read(stripe, `/v1/products/${product}`)],
      prices: await Promise.all(prices.map((id) => read(stripe, `/v1/prices/${id}`))),
      checkout_sessions: [await read(stripe, `/v1/checkout/sessions/${session}`)],
      customers: [await read(stripe, `/v1/customers/${customer}`)],
      subscriptions: [await read(stripe, `/v1/subscriptions/${subscription}`)],
      invoices: await readAll(stripe, `/v1/invoices?${of}`),
      payment_intents: await readAll(stripe, `/v1/payment_intents?${of}`),
      charges,
      refunds: refunds.flat(),
      credit_notes: await readAll(stripe, `/v1/credit_notes?${of}`),
      coupons: [await read(stripe, `/v1/coupons/${coupon}`)],
      disputes: [await read(stripe, `/v1/disputes/${dispute}`)],
      discounts: discountsIn(events),
    },
  };
}
