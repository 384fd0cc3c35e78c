import { z } from 'zod';
import { priceChoice } from '../../billing/catalog/price-choice.js';
import { amount, quantity, redirectUrl, text } from '../../common/schemas.js';

/** 100 % is all of it. */
const ALL = 10_000;

export const connectedCheckoutBody = z
  .strictObject({
    ...priceChoice,
    quantity: quantity.optional().meta({ description: '1 unless said. Leave it out for a metered price.' }),
    charge: z.enum(['destination', 'direct']).meta({
      description:
        '`destination`: sold by you from your catalogue, and the money is passed on. `direct`: sold by the account from its own.',
    }),
    onBehalfOf: z.boolean().default(false).meta({
      description: 'Of a destination charge: the account is the merchant on the statement, in its own country.',
    }),
    applicationFeeAmount: amount.optional().meta({
      description: 'What you keep of one payment, in minor units of the price’s currency; at most the total.',
      example: 250,
    }),
    applicationFeeBasisPoints: z.int().min(1).max(ALL).optional().meta({
      description: 'What you keep of each invoice of a subscription, in hundredths of a percent: 1250 is 12.5 %.',
      example: 1250,
    }),
    successUrl: redirectUrl.meta({
      description: '`{CHECKOUT_SESSION_ID}` in it is replaced by the session’s id.',
      example: 'https://app.example.com/bought?session={CHECKOUT_SESSION_ID}',
    }),
    cancelUrl: redirectUrl,
    buyer: z
      .strictObject({
        tenant: text(500)
          .optional()
          .meta({ description: 'Which tenant buys. Without it a guest does.', example: 'tenant_2' }),
        email: z.email().max(254).optional().meta({
          description: 'Filled in on the page of a buyer that is no customer yet.',
          example: 'jenny@example.com',
        }),
      })
      .default({}),
    allowSecondSubscription: z
      .boolean()
      .default(false)
      .meta({ description: 'Sells another subscription to a tenant that has a live one.' }),
  })
  .meta({
    example: {
      price: 'price_1TtEzA2eZvKYlo2C',
      quantity: 2,
      charge: 'destination',
      applicationFeeAmount: 250,
      successUrl: 'https://app.example.com/bought?session={CHECKOUT_SESSION_ID}',
      cancelUrl: 'https://app.example.com/shop',
      buyer: { email: 'jenny@example.com' },
    },
  });

export type ConnectedCheckoutBody = z.output<typeof connectedCheckoutBody>;
