import { z } from 'zod';
import type { Cursor } from '../../common/cursor.js';
import { moneyOf } from '../../common/money.js';
import { amountAnswer, pageAnswer, time } from '../../common/schemas.js';
import type { RefundRequestState } from './refund-request.entity.js';

/** Why a request cannot be released, or `releasable`. In the order in which they are looked at. */
const RELEASE_STATES = ['settled', 'being_sent', 'told', 'may_be_made', 'resolving', 'releasable'] as const;

type ReleaseState = (typeof RELEASE_STATES)[number];

/** A refund that somebody asked for, as operators see it. */
export const requestAnswer = z
  .object({
    id: z.string(),
    account: z.string().nullable().meta({ description: 'Connected account; null: your own.' }),
    customer: z.string().nullable(),
    charge: z.string(),
    paymentIntent: z.string().nullable(),
    amount: amountAnswer.meta({ description: 'Reserved while the state is pending or unknown.' }),
    reason: z.string().nullable(),
    state: z.enum(['pending', 'unknown', 'made', 'refused', 'not_made']),
    refund: z.string().nullable().meta({ description: 'Stripe’s, once it is known.' }),
    stripeCode: z.string().nullable().meta({ description: 'Why Stripe refused it.' }),
    release: z.enum(RELEASE_STATES).meta({
      description:
        'Whether it can be released. settled: its end is known. being_sent: a process may be at it. told: an event has told of the refund, which the next look, or a release, notes. may_be_made: it may be sent again, or Stripe may know its key, until a day after it was sent last. resolving: Stripe answers, or is away. releasable: Stripe refuses to tell, or the account has left.',
    }),
    looks: z.int().meta({ description: 'How often Stripe’s list was looked through for it.' }),
    nextLookAt: time.nullable(),
    untoldSince: time.nullable().meta({ description: 'Since when Stripe refuses to tell of it.' }),
    accountLeft: z.boolean().meta({ description: 'The connected account has withdrawn your access.' }),
    createdAt: time,
    settledAt: time.nullable(),
  })
  .meta({
    example: {
      id: 'rfr_0b2c7a546d2e4a359d0e3f2f6b1f4c11',
      account: 'acct_1TtEzA2eZvKYlo2C',
      customer: 'cus_TtEzA2eZvKYlo2',
      charge: 'ch_3TtEzB2eZvKYlo2C',
      paymentIntent: 'pi_3TtEzB2eZvKYlo2C',
      amount: { amount: 500, currency: 'usd' },
      reason: 'requested_by_customer',
      state: 'unknown',
      refund: null,
      stripeCode: null,
      release: 'releasable',
      looks: 31,
      nextLookAt: '2026-08-09T12:00:00.000Z',
      untoldSince: '2026-08-01T12:20:00.000Z',
      accountLeft: true,
      createdAt: '2026-08-01T12:00:00.000Z',
      settledAt: null,
    },
  });

export type RequestAnswer = z.output<typeof requestAnswer>;

export const requestsAnswer = pageAnswer(requestAnswer);

export interface RequestRow extends Cursor {
  readonly account: string;
  readonly customer: string | null;
  readonly charge: string;
  readonly paymentIntent: string | null;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly state: RefundRequestState;
  readonly refund: string | null;
  readonly stripeCode: string | null;
  readonly release: ReleaseState;
  readonly looks: number;
  readonly nextLookAt: Date | null;
  readonly untoldSince: Date | null;
  readonly accountLeft: boolean;
  readonly settledAt: Date | null;
}

export const showRequest = ({ created, account, amount, currency, ...row }: RequestRow): RequestAnswer => ({
  ...row,
  account: account || null,
  amount: moneyOf(amount, currency) ?? { amount, currency },
  nextLookAt: row.nextLookAt?.toISOString() ?? null,
  untoldSince: row.untoldSince?.toISOString() ?? null,
  createdAt: created.toISOString(),
  settledAt: row.settledAt?.toISOString() ?? null,
});
