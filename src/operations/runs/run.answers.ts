import { z } from 'zod';
import { pageAnswer, time } from '../../common/schemas.js';

export const RUN_KINDS = ['reconcile', 'verify'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

const verifyFigures = z
  .object({
    checked: z.int(),
    different: z.int(),
    gone: z.int().meta({ description: 'Rows whose object Stripe has deleted or does not know.' }),
    failed: z.int().meta({ description: 'Objects that could not be compared or repaired.' }),
    refused: z.int().meta({ description: 'Types or accounts that the key may not read.' }),
    repaired: z.int(),
    type: z.string().nullable().meta({ description: 'Which is being compared.' }),
    removalStopped: z
      .boolean()
      .meta({ description: 'More than 1 % are gone, so that none was marked as deleted: is it the right key?' }),
  })
  .meta({ description: 'Of a verify run, so far.' });

const reconcileFigures = z
  .object({
    accounts: z.int().meta({ description: 'That are done.' }),
    listed: z.int(),
    late: z.int().meta({ description: 'Events that no webhook had brought, found within 15 minutes.' }),
    missed: z.int().meta({ description: 'The same, older.' }),
    failing: z.int().meta({ description: 'Accounts that could not be listed to the end.' }),
    silent: z.int().meta({ description: 'Accounts of which Stripe has events, and no webhook arrives.' }),
  })
  .meta({ description: 'Of a reconcile run, so far.' });

export type VerifyFigures = z.output<typeof verifyFigures>;
export type ReconcileFigures = z.output<typeof reconcileFigures>;

export const runRequestAnswer = z.object({
  types: z.array(z.string()).meta({ description: 'None: all.' }),
  account: z.string().meta({ description: 'Connected account; empty for your own.' }),
  sample: z.int().nullable().meta({ description: 'Null: everything.' }),
  repair: z.boolean(),
  repairDeleted: z.boolean(),
});

/** A run that an operator has asked for. */
export const runAnswer = z
  .object({
    id: z.string(),
    kind: z.enum(RUN_KINDS),
    state: z.enum(['running', 'done', 'failed', 'stopped', 'lost']).meta({
      description:
        '`stopped`: its process was shut down. `lost`: its process died. `failed`: `error` says why. What it did until then is done.',
    }),
    reason: z.string(),
    askedBy: z.object({ kind: z.enum(['user', 'key', 'system']), id: z.string() }),
    host: z.string().meta({ description: 'The machine that it runs on.' }),
    startedAt: time,
    seenAt: time.meta({ description: 'When its figures were written last.' }),
    finishedAt: time.nullable(),
    request: runRequestAnswer.nullable().meta({ description: 'What a verify run compares; null of reconcile.' }),
    verify: verifyFigures.nullable(),
    reconcile: reconcileFigures.nullable(),
    error: z.string().nullable(),
  })
  .meta({
    example: {
      id: 'run_5f0c3c1e7a7d4d0f9c581d0f5f6c2f11',
      kind: 'verify',
      state: 'running',
      reason: 'A row was changed by hand',
      askedBy: { kind: 'key', id: 'key_2f6c1a0b9d8e7f6a5b' },
      host: 'api-1',
      startedAt: '2026-08-01T12:00:00.000Z',
      seenAt: '2026-08-01T12:00:04.000Z',
      finishedAt: null,
      request: { types: ['subscription'], account: '', sample: null, repair: true, repairDeleted: false },
      verify: {
        checked: 120,
        different: 1,
        gone: 0,
        failed: 0,
        refused: 0,
        repaired: 1,
        type: 'subscription',
        removalStopped: false,
      },
      reconcile: null,
      error: null,
    },
  });

export type RunAnswer = z.output<typeof runAnswer>;

export const runsAnswer = pageAnswer(runAnswer);
