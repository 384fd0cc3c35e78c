import { z } from 'zod';
import { pageAnswer, pageQuery, time } from '../../common/schemas.js';
import { keptTypes } from '../../stripe/kept-objects.js';
import { runAnswer } from './run.answers.js';

/** A comparison that has ended, whoever asked for it. */
const verifyResultAnswer = z
  .object({
    id: z.string(),
    startedAt: time,
    finishedAt: time,
    isScheduled: z.boolean().meta({ description: 'The one of every day.' }),
    sample: z
      .int()
      .nullable()
      .meta({ description: 'Rows of each type by chance; null: everything that was asked for.' }),
    checked: z.int(),
    different: z.int(),
    gone: z.int(),
    failed: z.int(),
    refused: z.int(),
    repaired: z.int(),
  })
  .meta({
    example: {
      id: '41',
      startedAt: '2026-08-01T03:08:11.000Z',
      finishedAt: '2026-08-01T03:10:00.000Z',
      isScheduled: true,
      sample: 20,
      checked: 380,
      different: 1,
      gone: 0,
      failed: 0,
      refused: 0,
      repaired: 0,
    },
  });

export type VerifyResultAnswer = z.output<typeof verifyResultAnswer>;

/** A row that is known not to be what Stripe says. */
const differenceAnswer = z
  .object({
    account: z.string(),
    type: z.string(),
    id: z.string(),
    fields: z
      .array(z.string())
      .meta({ description: 'Columns that differ, never their values; none: Stripe has no such object.' }),
    foundAt: time,
    seenAt: time.meta({ description: 'When a run last saw it so.' }),
  })
  .meta({
    example: {
      account: '',
      type: 'subscription',
      id: 'sub_1TtEzB2eZvKYlo2C',
      fields: ['status'],
      foundAt: '2026-08-01T03:09:12.000Z',
      seenAt: '2026-08-01T03:09:12.000Z',
    },
  });

export type DifferenceAnswer = z.output<typeof differenceAnswer>;

export const differencesAnswer = pageAnswer(differenceAnswer);
export const verifyResultsAnswer = pageAnswer(verifyResultAnswer);

export const verifyStateAnswer = z
  .object({
    isOn: z.boolean().meta({ description: 'Whether there is a key, and VERIFY_SAMPLE is not 0.' }),
    sample: z.int().meta({ description: 'Rows of each type that are compared every day.' }),
    last: verifyResultAnswer.nullable(),
    lastScheduled: verifyResultAnswer.nullable(),
    open: z.int().meta({ description: 'Rows known not to be what Stripe says; 100000 is that or more.' }),
    types: z.array(z.enum(keptTypes())).meta({ description: 'What can be compared, by `object` field.' }),
    underWay: runAnswer.nullable().meta({ description: 'The run that an operator has asked for, while it runs.' }),
  })
  .meta({
    example: {
      isOn: true,
      sample: 20,
      last: verifyResultAnswer.meta()?.['example'],
      lastScheduled: verifyResultAnswer.meta()?.['example'],
      open: 1,
      types: keptTypes(),
      underWay: null,
    },
  });

export type VerifyStateAnswer = z.output<typeof verifyStateAnswer>;

export const differencesQuery = pageQuery.extend({
  type: z.enum(keptTypes()).optional().meta({ description: 'All unless said.' }),
});

export type DifferencesQuery = z.output<typeof differencesQuery>;
