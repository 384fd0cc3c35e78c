import { meansOf } from '../../stripe/shapes/card.js';
import { createdAt } from '../../stripe/shapes/created.js';
import { id } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { PaymentMethodColumns } from './payment-method.entity.js';

export function toPaymentMethod(paymentMethod: StripeObject): PaymentMethodColumns {
  return {
    customerId: id(paymentMethod, 'customer'),
    ...meansOf(paymentMethod),
    metadata: metadataOf(paymentMethod),
    createdAt: createdAt(paymentMethod),
  };
}
