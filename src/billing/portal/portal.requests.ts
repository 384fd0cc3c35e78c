import { z } from 'zod';
import { redirectUrl, stripeId } from '../../common/schemas.js';

export const portalBody = z
  .strictObject({
    returnUrl: redirectUrl,
    flow: z.enum(['payment_method_update', 'cancel', 'change_plan']).optional().meta({
      description: 'Leads to this one thing, and back when it is done. Without it: the portal’s own start page.',
    }),
    subscription: stripeId('sub')
      .optional()
      .meta({ description: 'For `cancel` and `change_plan`; the one that counts unless said.' }),
  })
  .meta({ example: { returnUrl: 'https://app.example.com/billing', flow: 'payment_method_update' } });

export type PortalBody = z.output<typeof portalBody>;

export const portalSession = z
  .object({
    id: z.string(),
    url: z.string().meta({ description: 'Good for a few minutes: send the browser there at once.' }),
    flow: z.string().nullable(),
  })
  .meta({
    example: {
      id: 'bps_1TtEzC2eZvKYlo2C',
      url: 'https://billing.stripe.com/p/session/test_a1B2c3D4',
      flow: 'payment_method_update',
    },
  });

export type PortalSession = z.output<typeof portalSession>;
