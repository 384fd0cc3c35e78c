import { z } from 'zod';
import type { Cursor } from '../../../common/cursor.js';
import { pageAnswer, time } from '../../../common/schemas.js';
import { eventAnswer } from '../event.answers.js';
import { changeAnswer } from '../story/story.answers.js';

/** Events that one replay may hold. */
export const MOST_EVENTS = 50_000;
/** Events of a preview that are tried out. */
export const MOST_PREVIEWED = 20;

const previewed = z.object({
  event: eventAnswer.pick({ id: true, type: true, object: true, account: true, status: true, verdict: true }),
  outcome: z
    .enum(['changes', 'no_change', 'not_handled', 'reads_stripe', 'fails', 'payload_gone'])
    .meta({ description: 'reads_stripe: the object would be read from Stripe first. fails: see `error`.' }),
  verdict: z.string().nullable().meta({ description: 'That it would end with.' }),
  error: z.string().nullable(),
  changes: z.array(changeAnswer),
  isCut: z.boolean(),
});

export type Previewed = z.output<typeof previewed>;

/** Of every preview of what a filter means. */
export const upTo = z.string().meta({
  description: 'The largest number of the log among them. With `events` it is `previewed` of what is asked for then.',
});

/** Of every answer to what was previewed. */
export const later = z.int().meta({ description: 'That match, and were received after the preview: left alone.' });

export const previewAnswer = z
  .object({
    events: z.int().meta({ description: 'That would be replayed; up to 50,000 are counted.' }),
    upTo,
    isCapped: z.boolean().meta({ description: 'There are more than a replay takes: narrow the filter.' }),
    skipped: z.int().meta({ description: 'That are due already, or are not there.' }),
    data: z.array(previewed).meta({ description: 'What the first of them would do now, each by itself: up to 20.' }),
  })
  .meta({
    example: {
      events: 1,
      upTo: '120719',
      isCapped: false,
      skipped: 0,
      data: [
        {
          event: {
            id: 'evt_1TtEzB2eZvKYlo2C',
            type: 'invoice.paid',
            object: 'in_1TtEzB2eZvKYlo2C',
            account: null,
            status: 'dead',
            verdict: 'failed',
          },
          outcome: 'changes',
          verdict: 'applied',
          error: null,
          changes: [{ table: 'invoices', id: 'in_1TtEzB2eZvKYlo2C', field: 'status', before: 'open', after: 'paid' }],
          isCut: false,
        },
      ],
    },
  });

export type PreviewAnswer = z.output<typeof previewAnswer>;

export const replayAccepted = z
  .object({
    id: z.string(),
    events: z.int(),
    skipped: z.int().meta({ description: 'That are due already, or are not there.' }),
    later,
  })
  .meta({ example: { id: 'rpl_5f0c3c1e7a7d4d0f9c581d0f5f6c2f11', events: 12, skipped: 0, later: 0 } });

export type ReplayAccepted = z.output<typeof replayAccepted>;

export const replayAnswer = z
  .object({
    id: z.string(),
    status: z.enum(['running', 'done', 'stopped']),
    account: z.string().nullable().meta({ description: 'Whose events only; null: everybody’s.' }),
    reason: z.string(),
    requestedBy: z
      .string()
      .meta({ description: 'A user’s id, a key’s, or of a command `shell:` and the user of its system.' }),
    requestedAt: time,
    finishedAt: time.nullable().meta({ description: 'When the last event was made due, or the replay stopped.' }),
    ratePerSecond: z.int(),
    events: z.int(),
    waiting: z.int().meta({ description: 'Not made due yet.' }),
    replayed: z.int().meta({ description: 'Made due: workers have them, or have done with them.' }),
    reread: z
      .int()
      .meta({ description: 'Likewise, of whose payload nothing is left: their object is read from Stripe.' }),
    refused: z.int().meta({ description: 'Whose payload is gone, and whose object cannot be read.' }),
    skipped: z.int().meta({ description: 'That were due, or gone, when their turn came, or whose turn never came.' }),
    settled: z
      .int()
      .meta({ description: 'Of those that were made due, the ones that are processed or ignored by now.' }),
    failed: z.int().meta({ description: 'Likewise, the ones that have failed again or are dead.' }),
  })
  .meta({
    example: {
      id: 'rpl_5f0c3c1e7a7d4d0f9c581d0f5f6c2f11',
      status: 'done',
      account: null,
      reason: 'The mapper is mended',
      requestedBy: 'user_7',
      requestedAt: '2026-08-03T09:00:00.000Z',
      finishedAt: '2026-08-03T09:00:01.000Z',
      ratePerSecond: 20,
      events: 12,
      waiting: 0,
      replayed: 12,
      reread: 0,
      refused: 0,
      skipped: 0,
      settled: 12,
      failed: 0,
    },
  });

export type ReplayAnswer = z.output<typeof replayAnswer>;

export const replaysAnswer = pageAnswer(replayAnswer);

/** A replay as its table has it. */
export interface ReplayRow extends Cursor {
  readonly account: string | null;
  readonly reason: string;
  readonly requestedBy: string;
  readonly finishedAt: Date | null;
  readonly stopped: boolean;
  readonly ratePerSecond: number;
  readonly events: number;
  readonly waiting: number;
  readonly replayed: number;
  readonly reread: number;
  readonly refused: number;
  readonly skipped: number;
  readonly settled: number;
  readonly failed: number;
}

export const showReplay = ({ created, finishedAt, stopped, account, ...row }: ReplayRow): ReplayAnswer => ({
  ...row,
  account: account || null,
  status: stopped ? 'stopped' : finishedAt ? 'done' : 'running',
  requestedAt: created.toISOString(),
  finishedAt: finishedAt && finishedAt.toISOString(),
});
