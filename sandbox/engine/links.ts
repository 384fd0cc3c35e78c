import type { Charge } from '../objects/charge.js';
import type { Fields } from '../objects/event.js';
import type { Invoice } from '../objects/invoice.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import type { Price } from '../objects/price.js';
import type { StripeObject } from '../objects/stripe-object.js';
import type { Store } from './store.js';

/**
 * What an older API version shows of an object and the newest does not (an invoice's payment intent, a charge's refunds).
 * It rides along under a symbol that neither JSON nor spread nor comparison sees, so that rendering stays a pure function.
 */
export interface Links {
  readonly invoice?: string | null;
  readonly payment_intent?: string | null;
  readonly charge?: string | null;
  readonly charges?: readonly Fields[];
  readonly refunds?: readonly Fields[];
  readonly prices?: Readonly<Record<string, Price>>;
}

const LINKS = Symbol('links');

export function withLinks<T extends object>(object: T, links: Links): T {
  return Object.defineProperty({ ...object }, LINKS, { value: links });
}

export function linksOf(object: object): Links | undefined {
  return hasLinks(object) ? object[LINKS] : undefined;
}

function hasLinks(object: object): object is { [LINKS]: Links } {
  return LINKS in object;
}

interface Linked {
  payment_intent: PaymentIntent;
  charge: Charge;
  invoice: Invoice;
}

function isA<K extends keyof Linked>(kind: K, object: StripeObject): object is Linked[K] {
  return object.object === kind;
}

/** The links as they are at this moment. */
export function currentLinks(store: Store, object: StripeObject): Links | undefined {
  if (isA('payment_intent', object)) {
    return { invoice: store.invoiceOfIntent(object.id), charges: chargesOf(store, object) };
  }
  if (isA('charge', object)) {
    return { invoice: store.invoiceOfIntent(object.payment_intent), refunds: refundsOf(store, object.id) };
  }
  return isA('invoice', object) ? invoiceLinks(store, object) : undefined;
}

function invoiceLinks(store: Store, invoice: Invoice): Links {
  const intent = store.intentOfInvoice(invoice.id);
  const ids = invoice.lines.data.map((line) => line.pricing.price_details.price);
  const prices = ids.flatMap((id) => store.prices.find(id) ?? []);
  return {
    payment_intent: intent?.id ?? null,
    charge: intent?.latest_charge ?? null,
    prices: Object.fromEntries(prices.map((price) => [price.id, price])),
  };
}

function chargesOf(store: Store, intent: PaymentIntent): readonly Fields[] {
  const charges = (store.chargesOfIntent.get(intent.id) ?? []).map((id) => store.charges.get(id));
  return charges.map((charge) => withLinks({ ...charge }, currentLinks(store, charge) ?? {})).reverse();
}

function refundsOf(store: Store, charge: string): Fields[] {
  return (store.refundsOfCharge.get(charge) ?? []).map((id) => ({ ...store.refunds.get(id) })).reverse();
}
