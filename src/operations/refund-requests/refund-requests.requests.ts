import { z } from 'zod';
import { pageQuery, stripeId, text } from '../../common/schemas.js';
import { anyAccount } from '../operator.requests.js';

export const requestsQuery = pageQuery.extend({
  state: z
    .enum(['open', 'pending', 'unknown'])
    .default('open')
    .meta({ description: '`open`, which is both, unless said.' }),
  account: anyAccount,
});

export type RequestsQuery = z.output<typeof requestsQuery>;

export const requestId = stripeId('rfr');

export const releaseBody = z
  .strictObject({
    outcome: z.enum(['made', 'not_made']).meta({
      description: 'As the dashboard shows it. `not_made` frees the amount, which can then be refunded again.',
    }),
    reason: text(500).meta({ description: 'For the audit log.' }),
  })
  .meta({ example: { outcome: 'not_made', reason: 'Account left; its owner sees no refund in the dashboard.' } });

export type ReleaseBody = z.output<typeof releaseBody>;
