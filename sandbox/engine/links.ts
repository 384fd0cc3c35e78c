import type { Charge } from '../objects/charge.js';
import type { Coupon } from '../objects/coupon.js';
import type { Customer } from '../objects/customer.js';
import type { Discount } from '../objects/discount.js';
import type { Fields } from '../objects/event.js';
import type { Invoice } from '../objects/invoice.js';
import type { PaymentIntent } from '../objects/payment-intent.js';
import type { Plan } from '../objects/plan.js';
import type { Price } from '../objects/price.js';
import type { Product } from '../objects/product.js';
import type { PromotionCode } from '../objects/promotion-code.js';
import type { StripeObject } from '../objects/stripe-object.js';
import type { Subscription } from '../objects/subscription.js';
import { hash, sameJson } from '../previous-attributes.js';
import { couponsOf, discountLinks } from './discount-links.js';
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
  readonly dispute?: Fields | null;
  readonly coupons?: Readonly<Record<string, Coupon>>;
  /** The discounts themselves, where the newest shape has their ids. */
  readonly discounts?: readonly Fields[];
  readonly prices?: Readonly<Record<string, Price>>;
  readonly products?: Readonly<Record<string, Product>>;
  /** When the items or the status of a subscription last changed, seconds UTC. */
  readonly start?: number;
  readonly subscriptions?: readonly Fields[];
  readonly tax_ids?: readonly Fields[];
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
  customer: Customer;
  discount: Discount;
  invoice: Invoice;
  plan: Plan;
  promotion_code: PromotionCode;
  subscription: Subscription;
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
    return {
      dispute: disputeOf(store, object.id),
      invoice: store.invoiceOfIntent(object.payment_intent),
      refunds: refundsOf(store, object.id),
    };
  }
  if (isA('subscription', object)) return subscriptionLinks(store, object);
  if (isA('customer', object)) return customerLinks(store, object);
  if (isA('discount', object)) return { coupons: couponsOf(store, [object.source.coupon]) };
  if (isA('promotion_code', object)) return { coupons: couponsOf(store, [object.promotion.coupon]) };
  if (isA('plan', object)) return { products: productsOf(store, [object]) };
  return isA('invoice', object) ? invoiceLinks(store, object) : undefined;
}

/** `start` is left to the moment it is stored at where something of substance has changed. */
function subscriptionLinks(store: Store, subscription: Subscription): Links {
  const former = store.subscriptions.find(subscription.id);
  const unchanged = former?.status === subscription.status && sameJson(sold(former), sold(subscription));
  const start = unchanged ? linksOf(former)?.start : undefined;
  const products = productsOf(
    store,
    subscription.items.data.map(({ price }) => price),
  );
  return { products, ...discountLinks(store, subscription.discounts), ...(start !== undefined && { start }) };
}

const sold = ({ items }: Subscription) => items.data.map(({ price, quantity }) => [price.id, quantity]);

function customerLinks(store: Store, { discount, id }: Customer): Links {
  const tax_ids = store.taxIds.values().filter((taxId) => taxId.customer === id);
  return {
    coupons: couponsOf(store, discount ? [discount.source.coupon] : []),
    subscriptions: runningOf(store, id),
    tax_ids: tax_ids.map(hash).reverse(),
  };
}

/** Newest first, without those that have ended. */
function runningOf(store: Store, customer: string): Fields[] {
  const running = store.subscriptions.values().filter((one) => one.customer === customer && one.ended_at === null);
  return running.map(hash).reverse();
}

function invoiceLinks(store: Store, invoice: Invoice): Links {
  const intent = store.intentOfInvoice(invoice.id);
  const ids = invoice.lines.data.map((line) => line.pricing.price_details.price);
  const prices = ids.flatMap((id) => store.prices.find(id) ?? []);
  return {
    payment_intent: intent?.id ?? null,
    charge: intent?.latest_charge ?? null,
    prices: Object.fromEntries(prices.map((price) => [price.id, price])),
    products: productsOf(store, prices),
    ...discountLinks(store, invoice.discounts),
  };
}

function productsOf(store: Store, prices: readonly { product: string }[]): Record<string, Product> {
  const products = prices.flatMap(({ product }) => store.products.find(product) ?? []);
  return Object.fromEntries(products.map((product) => [product.id, product]));
}

function chargesOf(store: Store, intent: PaymentIntent): readonly Fields[] {
  const charges = (store.chargesOfIntent.get(intent.id) ?? []).map((id) => store.charges.get(id));
  return charges.map((charge) => withLinks({ ...charge }, currentLinks(store, charge) ?? {})).reverse();
}

function disputeOf(store: Store, charge: string): Fields | null {
  const dispute = store.disputes.find(store.disputeOfCharge.get(charge) ?? '');
  return dispute ? { ...dispute } : null;
}

function refundsOf(store: Store, charge: string): Fields[] {
  return (store.refundsOfCharge.get(charge) ?? []).map((id) => ({ ...store.refunds.get(id) })).reverse();
}
