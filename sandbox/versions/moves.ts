import { accountManaged } from './account-managed.move.js';
import { accountTransfers } from './account-transfers.move.js';
import { accountVerification } from './account-verification.move.js';
import { invoiceBilling, subscriptionBilling } from './billing.move.js';
import { chargeCard } from './charge-card.move.js';
import { chargeDisputeId } from './charge-dispute-id.move.js';
import { chargeDispute } from './charge-dispute.move.js';
import { chargeInvoice } from './charge-invoice.move.js';
import { chargeRefunds } from './charge-refunds.move.js';
import { checkoutShippingDetails } from './checkout-shipping-details.move.js';
import { checkoutShipping } from './checkout-shipping.move.js';
import { couponPercent } from './coupon-percent.move.js';
import { creditNoteLineTax, creditNoteRefund } from './credit-note-refund.move.js';
import { customerAccountBalance } from './customer-account-balance.move.js';
import { customerCards } from './customer-cards.move.js';
import { customerLists } from './customer-lists.move.js';
import { customerTaxInfo } from './customer-tax-info.move.js';
import { discountCoupon } from './discount-coupon.move.js';
import { eventAccount } from './event-account.move.js';
import { eventPreviousLists } from './event-previous-lists.move.js';
import { eventRequest } from './event-request.move.js';
import { invoiceApplicationFee } from './invoice-application-fee.move.js';
import { invoiceBillingReason } from './invoice-billing-reason.move.js';
import { invoiceClosed } from './invoice-closed.move.js';
import { invoiceDate } from './invoice-date.move.js';
import { invoiceItem } from './invoice-item.move.js';
import { invoicePayment } from './invoice-payment.move.js';
import { invoiceRendering } from './invoice-rendering.move.js';
import { invoiceSubscription } from './invoice-subscription.move.js';
import { invoiceTax } from './invoice-tax.move.js';
import { lineItemDescription } from './line-item-description.move.js';
import { lineItemId } from './line-item-id.move.js';
import { lineItemSubscription } from './line-item-subscription.move.js';
import { lineItem } from './line-item.move.js';
import { type EventMove, isOlder, type VersionMove } from './move.js';
import { paymentIntentCharges } from './payment-intent-charges.move.js';
import { paymentIntentInvoice } from './payment-intent-invoice.move.js';
import { paymentIntentSource } from './payment-intent-source.move.js';
import { planName } from './plan-name.move.js';
import { planTiers } from './plan-tiers.move.js';
import { productFeatures } from './product-features.move.js';
import { promotionCodeCoupon } from './promotion-code-coupon.move.js';
import { scheduleCoupon } from './schedule-coupon.move.js';
import { subscriptionCancel } from './subscription-cancel.move.js';
import { subscriptionItemPeriod } from './subscription-item-period.move.js';
import { subscriptionPeriod } from './subscription-period.move.js';
import { subscriptionStart } from './subscription-start.move.js';
import { subscriptionVoidBalance } from './subscription-void-balance.move.js';
import { invoiceTaxPercent, subscriptionTaxPercent } from './tax-percent.move.js';

/** Newest first: each takes back one change, from the shape that the one before it left. */
const MOVES: readonly VersionMove[] = [
  subscriptionCancel,
  discountCoupon,
  promotionCodeCoupon,
  subscriptionPeriod,
  subscriptionItemPeriod,
  invoiceSubscription,
  invoicePayment,
  invoiceTax,
  lineItem,
  invoiceItem,
  creditNoteRefund,
  creditNoteLineTax,
  scheduleCoupon,
  chargeInvoice,
  paymentIntentInvoice,
  checkoutShippingDetails,
  productFeatures,
  invoiceRendering,
  chargeDisputeId,
  paymentIntentCharges,
  chargeRefunds,
  checkoutShipping,
  customerLists,
  planTiers,
  subscriptionTaxPercent,
  invoiceTaxPercent,
  lineItemId,
  customerTaxInfo,
  subscriptionVoidBalance,
  subscriptionBilling,
  invoiceBilling,
  subscriptionStart,
  customerAccountBalance,
  invoiceDate,
  invoiceApplicationFee,
  accountVerification,
  paymentIntentSource,
  invoiceClosed,
  invoiceBillingReason,
  couponPercent,
  lineItemSubscription,
  planName,
  lineItemDescription,
  accountManaged,
  accountTransfers,
  chargeDispute,
  chargeCard,
  customerCards,
];

/** Likewise, of the event around the object. */
const EVENT_MOVES: readonly EventMove[] = [eventPreviousLists, eventRequest, eventAccount];

export function movesBefore(version: string): readonly VersionMove[] {
  return MOVES.filter(({ since }) => isOlder(version, since));
}

export function eventMovesBefore(version: string): readonly EventMove[] {
  return EVENT_MOVES.filter(({ since }) => isOlder(version, since));
}
