import { z } from 'zod';
import { redirectUrl, time } from '../../common/schemas.js';

export const onboardingBody = z
  .strictObject({
    returnUrl: redirectUrl.meta({
      description: 'Where its owner comes back to, done or not: ask `GET /stripe/connect/accounts/{id}` there.',
      example: 'https://app.example.com/payouts',
    }),
    refreshUrl: redirectUrl.meta({
      description: 'Where its owner is sent with a link that is used up or too old: make a new one there, and send on.',
      example: 'https://app.example.com/payouts/again',
    }),
    collect: z
      .enum(['currently_due', 'eventually_due'])
      .default('currently_due')
      .meta({ description: 'What is asked for: what is due now, or all that ever will be.' }),
  })
  .meta({
    example: {
      returnUrl: 'https://app.example.com/payouts',
      refreshUrl: 'https://app.example.com/payouts/again',
    },
  });

export type OnboardingBody = z.output<typeof onboardingBody>;

export const onboardingLink = z
  .object({
    url: z
      .string()
      .meta({ description: 'Good once, for a few minutes: send the owner there at once, and nobody else.' }),
    expiresAt: time,
  })
  .meta({
    example: {
      url: 'https://connect.stripe.com/setup/s/acct_1TtEzA2eZvKYlo2C/a1B2c3D4',
      expiresAt: '2026-08-01T12:05:00.000Z',
    },
  });

export type OnboardingLink = z.output<typeof onboardingLink>;

export const loginBody = z.strictObject({}).meta({ example: {} });

export const loginLink = z
  .object({ url: z.string().meta({ description: 'Good once: send the owner there at once, and nobody else.' }) })
  .meta({ example: { url: 'https://connect.stripe.com/express/acct_1TtEzA2eZvKYlo2C/a1B2c3D4' } });

export type LoginLink = z.output<typeof loginLink>;
