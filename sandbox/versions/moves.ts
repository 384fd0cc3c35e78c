import { chargeInvoice } from './charge-invoice.move.js';
import { chargeRefunds } from './charge-refunds.move.js';
import { discountCoupon } from './discount-coupon.move.js';
import { invoiceItem } from './invoice-item.move.js';
import { invoicePayment } from './invoice-payment.move.js';
import { invoiceSubscription } from './invoice-subscription.move.js';
import { invoiceTax } from './invoice-tax.move.js';
import { lineItem } from './line-item.move.js';
import { isOlder, type VersionMove } from './move.js';
import { paymentIntentCharges } from './payment-intent-charges.move.js';
import { paymentIntentInvoice } from './payment-intent-invoice.move.js';
import { subscriptionCancel } from './subscription-cancel.move.js';
import { subscriptionItemPeriod } from './subscription-item-period.move.js';
import { subscriptionPeriod } from './subscription-period.move.js';

/** Newest first: each takes back one change, from the shape that the one before it left. */
const MOVES: readonly VersionMove[] = [
  subscriptionCancel,
  discountCoupon,
  subscriptionPeriod,
  subscriptionItemPeriod,
  invoiceSubscription,
  invoicePayment,
  invoiceTax,
  lineItem,
  invoiceItem,
  chargeInvoice,
  paymentIntentInvoice,
  paymentIntentCharges,
  chargeRefunds,
];

export function movesBefore(version: string): readonly VersionMove[] {
  return MOVES.filter(({ since }) => isOlder(version, since));
}
