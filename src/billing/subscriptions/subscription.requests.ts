import { z } from 'zod';
import { quantity, stripeId, text } from '../../common/schemas.js';
import { priceChoice } from '../catalog/price-choice.js';

const which = stripeId('sub')
  .optional()
  .meta({ description: 'The one that counts unless said: a tenant may have several.' });

export const subscriptionQuery = z.strictObject({ subscription: which });

export const cancelBody = z
  .strictObject({
    when: z
      .enum(['now', 'period_end'])
      .default('period_end')
      .meta({ description: '`now` gives nothing back by itself: refunds are another operation.' }),
    subscription: which,
    feedback: z
      .enum([
        'customer_service',
        'low_quality',
        'missing_features',
        'other',
        'switched_service',
        'too_complex',
        'too_expensive',
        'unused',
      ])
      .optional(),
    comment: text(500).optional(),
  })
  .meta({ example: { when: 'period_end', feedback: 'too_expensive' } });

export type CancelBody = z.output<typeof cancelBody>;

export const resumeBody = z.strictObject({ subscription: which }).meta({ example: {} });

export const changeBody = z
  .strictObject({
    ...priceChoice,
    quantity: quantity.optional().meta({ description: 'As it is unless said.' }),
    subscription: which,
    item: stripeId('si').optional().meta({ description: 'Which of its items, when it has several.' }),
    proration: z.enum(['now', 'next_invoice', 'none']).default('now').meta({
      description:
        'When the rest of the period is billed. Another than `now` is for an API key that is bound to no tenant.',
    }),
  })
  .meta({ example: { plan: 'pro', quantity: 5 } });

export type ChangeBody = z.output<typeof changeBody>;
