import { z } from 'zod';
import { pageQuery, text } from '../../common/schemas.js';
import { keptTypes } from '../../stripe/kept-objects.js';
import { RUN_KINDS } from './run.answers.js';

const reason = text(500).meta({ description: 'Goes into the audit log.', example: 'A row was changed by hand' });

export const runId = z
  .string()
  .regex(/^run_[0-9a-f]{32}$/, 'must be the id of a run')
  .meta({ example: 'run_5f0c3c1e7a7d4d0f9c581d0f5f6c2f11' });

export const runsQuery = pageQuery.extend({
  kind: z.enum(RUN_KINDS).optional().meta({ description: 'Both unless said.' }),
});

export type RunsQuery = z.output<typeof runsQuery>;

export const reconcileRunBody = z.strictObject({ reason }).meta({ example: { reason: 'The endpoint was disabled' } });

export type ReconcileRunBody = z.output<typeof reconcileRunBody>;

export const verifyRunBody = z
  .strictObject({
    types: z
      .array(z.enum(keptTypes()))
      .min(1)
      .max(keptTypes().length)
      .optional()
      .meta({ description: '`object` fields; all that are kept unless said.' }),
    sample: z
      .int()
      .min(1)
      .max(999_999)
      .optional()
      .meta({ description: 'Rows of each type by chance, of all accounts; everything unless said.', example: 100 }),
    account: z
      .string()
      .regex(/^acct_\w{1,250}$/, 'must be the id of an account')
      .optional()
      .meta({ description: 'A connected account instead of your own. Not with `sample`.' }),
    repair: z.boolean().default(false).meta({ description: 'Bring rows that differ to what Stripe says.' }),
    repairDeleted: z.boolean().default(false).meta({
      description: 'Mark rows as deleted whose object Stripe has deleted or does not know; not more than 1 % of a run.',
    }),
    reason,
  })
  .refine(({ sample, account }) => sample === undefined || account === undefined, {
    path: ['sample'],
    message: 'is of all accounts: leave it out, or the account',
  })
  .meta({ example: { types: ['subscription'], repair: true, reason: 'A row was changed by hand' } });

export type VerifyRunBody = z.output<typeof verifyRunBody>;
