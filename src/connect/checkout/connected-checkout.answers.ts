import { z } from 'zod';
import { amountAnswer, time } from '../../common/schemas.js';

/** A session that has just been made for a connected account. */
export const connectedSession = z
  .object({
    id: z.string(),
    url: z.string().nullable().meta({ description: 'Stripe’s page: send the buyer there.' }),
    account: z.string().meta({ description: 'Who is paid.' }),
    charge: z.enum(['destination', 'direct']),
    mode: z.enum(['subscription', 'payment']),
    plan: z.string(),
    price: z.string(),
    applicationFee: amountAnswer.nullable().meta({ description: 'What you keep of one payment.' }),
    applicationFeeBasisPoints: z.int().nullable().meta({ description: 'What you keep of each invoice.' }),
    expiresAt: time,
  })
  .meta({
    example: {
      id: 'cs_test_a1B2c3D4',
      url: 'https://checkout.stripe.com/c/pay/cs_test_a1B2c3D4',
      account: 'acct_1TtEzA2eZvKYlo2C',
      charge: 'destination',
      mode: 'payment',
      plan: 'lamp',
      price: 'price_1TtEzA2eZvKYlo2C',
      applicationFee: { amount: 250, currency: 'eur' },
      applicationFeeBasisPoints: null,
      expiresAt: '2026-08-02T12:00:00.000Z',
    },
  });

export type ConnectedSession = z.output<typeof connectedSession>;
