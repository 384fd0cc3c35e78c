import { z } from 'zod';
import { amount, stripeId } from '../../common/schemas.js';

export const refundBody = z
  .strictObject({
    paymentIntent: stripeId('pi').optional().meta({ description: 'Its successful charge is refunded.' }),
    charge: stripeId('ch', 'py').optional().meta({ description: 'Instead of `paymentIntent`.' }),
    amount: amount.optional().meta({
      description: 'Minor units of the charge’s currency; all that is left to refund unless said.',
      example: 500,
    }),
    reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional().meta({
      description: '`fraudulent` also puts card and e-mail address on Stripe’s block lists.',
    }),
    reverseTransfer: z.boolean().default(false).meta({
      description:
        'Of a destination charge: takes from the connected account what the transfer passed on of the amount. Only for API keys that are bound to no tenant.',
    }),
    refundApplicationFee: z.boolean().default(false).meta({
      description:
        'Gives your application fee on the amount back to the connected account. Only for API keys that are bound to no tenant.',
    }),
  })
  .refine(({ paymentIntent, charge }) => (paymentIntent === undefined) !== (charge === undefined), {
    path: ['paymentIntent'],
    message: 'name either a payment intent or a charge',
  })
  .meta({ example: { paymentIntent: 'pi_3TtEzB2eZvKYlo2C', amount: 500, reason: 'requested_by_customer' } });

export type RefundBody = z.output<typeof refundBody>;

/** Stripe's refund, or a request of ours. Refunds of charges `py_…` are `pyr_…`. */
export const refundId = stripeId('re', 'pyr', 'rfr');
