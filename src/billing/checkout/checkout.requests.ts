import { z } from 'zod';
import { quantity, redirectUrl } from '../../common/schemas.js';
import { priceChoice } from '../catalog/price-choice.js';

/** Two years, the most that Stripe takes. */
const MOST_TRIAL_DAYS = 730;

export const checkoutBody = z
  .strictObject({
    ...priceChoice,
    quantity: quantity.optional().meta({ description: '1 unless said. Leave it out for a metered price.' }),
    mode: z
      .enum(['subscription', 'payment'])
      .optional()
      .meta({ description: 'What you expect: a price of the other kind is then refused.' }),
    successUrl: redirectUrl.meta({
      description: '`{CHECKOUT_SESSION_ID}` in it is replaced by the session’s id.',
      example: 'https://app.example.com/welcome?session={CHECKOUT_SESSION_ID}',
    }),
    cancelUrl: redirectUrl,
    customerEmail: z.email().max(254).optional().meta({
      description: 'Of the customer that a tenant gets with its first checkout; filled in on the page.',
      example: 'jenny@example.com',
    }),
    allowPromotionCodes: z.boolean().optional().meta({
      description:
        'As the price says unless said. To switch it on for another price is for an API key that is bound to no tenant.',
    }),
    trialDays: z.int().min(0).max(MOST_TRIAL_DAYS).optional().meta({
      description:
        'Up to the `trialDays` of the price, for a tenant without a subscription so far. An API key that is bound to no tenant may give more.',
    }),
    allowSecondSubscription: z
      .boolean()
      .default(false)
      .meta({ description: 'Sells another subscription to a tenant that has a live one.' }),
  })
  .meta({
    example: {
      plan: 'pro',
      interval: 'month',
      quantity: 5,
      successUrl: 'https://app.example.com/welcome?session={CHECKOUT_SESSION_ID}',
      cancelUrl: 'https://app.example.com/prices',
    },
  });

export type CheckoutBody = z.output<typeof checkoutBody>;

const SECONDS = 'must be a whole number of seconds from 0 to 5';

export const waitQuery = z.strictObject({
  wait: z
    .string(SECONDS)
    .regex(/^[0-5]$/, SECONDS)
    .transform(Number)
    .default(0)
    .meta({
      type: 'integer',
      minimum: 0,
      maximum: 5,
      default: 0,
      pattern: undefined,
      description: 'Seconds to wait until it is settled; webhooks take one or two. Three of a tenant wait at a time.',
    }),
});
