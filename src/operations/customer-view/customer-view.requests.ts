import { z } from 'zod';
import { pageQuery, text } from '../../common/schemas.js';
import { oneAccount } from '../operator.requests.js';
import { HAPPENING_KINDS } from './timeline/timeline.answers.js';

export const customerQuery = z.strictObject({
  account: oneAccount,
  feature: text(200).optional().meta({
    description: 'A feature: why the customer may use it, or may not, is then among the reasons.',
    example: 'sso',
  }),
});

export type CustomerQuery = z.output<typeof customerQuery>;

export const timelineQuery = pageQuery.extend({
  account: oneAccount,
  kind: z.enum(HAPPENING_KINDS).optional().meta({ description: 'All kinds unless said.' }),
});

export type TimelineQuery = z.output<typeof timelineQuery>;
