import { z } from 'zod';
import { pageQuery, text } from '../../common/schemas.js';
import { OWN_ACCOUNT } from '../operator.js';
import { HAPPENING_KINDS } from './timeline/timeline.answers.js';

/** As everywhere among the operators' routes: a connected account, or `own`. */
const accountOr = (unless: string) =>
  z
    .string()
    .regex(new RegExp(`^(${OWN_ACCOUNT}|acct_[A-Za-z0-9]{1,64})$`), 'must be a connected account, or `own`')
    .optional()
    .meta({ description: `A connected account, or \`own\`. ${unless}`, example: 'acct_1TtEzA2eZvKYlo2C' });

export const anyAccount = accountOr('All that you may see without it.');

const account = accountOr('Without it your own, or the one that you are bound to.');

/** Stripe's own look like cus_…; whoever moved to Stripe may have brought others. */
export const customerId = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters without spaces')
  .meta({ example: 'cus_TtEzA2eZvKYlo2' });

export const customerQuery = z.strictObject({
  account,
  feature: text(200).optional().meta({
    description: 'A feature: why the customer may use it, or may not, is then among the reasons.',
    example: 'sso',
  }),
});

export type CustomerQuery = z.output<typeof customerQuery>;

export const timelineQuery = pageQuery.extend({
  account,
  kind: z.enum(HAPPENING_KINDS).optional().meta({ description: 'All kinds unless said.' }),
});

export type TimelineQuery = z.output<typeof timelineQuery>;
