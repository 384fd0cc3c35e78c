import { createdAt } from '../../stripe/shapes/created.js';
import { currencyOf } from '../../stripe/shapes/currency.js';
import { discountsOf } from '../../stripe/shapes/discounts.js';
import { hash, id, integer, seconds, text, word } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { tenantIdOf } from '../../stripe/shapes/tenant-id.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { CheckoutSessionColumns } from './checkout-session.entity.js';

export function toCheckoutSession(session: StripeObject): CheckoutSessionColumns {
  const details = hash(session, 'customer_details') ?? {};
  const totals = hash(session, 'total_details') ?? {};
  return {
    status: word(session, 'status'),
    paymentStatus: word(session, 'payment_status'),
    mode: word(session, 'mode'),
    clientReferenceId: text(session, 'client_reference_id'),
    tenantId: tenantIdOf(session),
    customerId: id(session, 'customer'),
    subscriptionId: id(session, 'subscription'),
    paymentIntentId: id(session, 'payment_intent'),
    setupIntentId: id(session, 'setup_intent'),
    invoiceId: id(session, 'invoice'),
    paymentLinkId: id(session, 'payment_link'),
    customerEmail: text(details, 'email') ?? text(session, 'customer_email'),
    currency: currencyOf(session),
    amountSubtotal: integer(session, 'amount_subtotal'),
    amountTotal: integer(session, 'amount_total'),
    amountDiscount: integer(totals, 'amount_discount'),
    amountTax: integer(totals, 'amount_tax'),
    discounts: discountsOf(session),
    metadata: metadataOf(session),
    expiresAt: seconds(session, 'expires_at'),
    createdAt: createdAt(session),
  };
}
