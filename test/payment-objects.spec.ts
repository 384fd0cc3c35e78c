import { startBackend, type Backend } from './support/backend.js';
import { post, stripeEvent } from './support/signed-event.js';

type Fields = Record<string, unknown>;

let backend: Backend;
let accounts = 0;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

const T = 1_750_000_000;
const movement = (id: string, net: number) => ({
  id,
  object: 'balance_transaction',
  amount: net,
  currency: 'usd',
  fee: 0,
  net,
});
const withdrawn = [movement('txn_1', -2_500)];

interface Life {
  readonly table: string;
  readonly object: Fields;
  /** Type, second, and what differs then; `previous` where Stripe tells it. */
  readonly told: readonly (readonly [type: string, second: number, fields: Fields, previous?: Fields])[];
  readonly end: Fields;
}

/** What happens in one second is what Stripe makes of one call. */
const LIVES: Readonly<Record<string, Life>> = {
  'a dispute that is won': {
    table: 'disputes',
    object: { object: 'dispute', charge: 'ch_1', amount: 2_000, currency: 'usd' },
    told: [
      ['charge.dispute.created', 0, { status: 'needs_response', balance_transactions: [] }],
      ['charge.dispute.funds_withdrawn', 0, { status: 'needs_response', balance_transactions: withdrawn }],
      ['charge.dispute.updated', 5, { status: 'under_review', balance_transactions: withdrawn }],
      ['charge.dispute.closed', 9, { status: 'won', balance_transactions: withdrawn }],
      [
        'charge.dispute.funds_reinstated',
        9,
        { status: 'won', balance_transactions: [...withdrawn, movement('txn_2', 2_000)] },
      ],
    ],
    end: { status: 'won', balance_transaction_ids: ['txn_1', 'txn_2'], net_withdrawn: '2500', net_reinstated: '2000' },
  },
  'a dispute that was lost when it began': {
    table: 'disputes',
    object: { object: 'dispute', charge: 'ch_1', amount: 2_000, balance_transactions: withdrawn },
    told: [
      ['charge.dispute.created', 0, { status: 'lost' }],
      ['charge.dispute.closed', 0, { status: 'lost' }],
      ['charge.dispute.updated', 60, { status: 'appeal_under_review' }],
    ],
    end: { status: 'appeal_under_review', net_withdrawn: '2500', net_reinstated: '0' },
  },
  'an early fraud warning': {
    table: 'early_fraud_warnings',
    object: { object: 'radar.early_fraud_warning', charge: 'ch_1', payment_intent: 'pi_1', fraud_type: 'misc' },
    told: [
      ['radar.early_fraud_warning.created', 0, { actionable: true }],
      ['radar.early_fraud_warning.updated', 0, { actionable: false }, { actionable: true }],
    ],
    end: { actionable: false, charge_id: 'ch_1', payment_intent_id: 'pi_1', fraud_type: 'misc' },
  },
  'a review': {
    table: 'reviews',
    object: { object: 'review', charge: 'ch_1', ip_address: '203.0.113.7', opened_reason: 'rule' },
    told: [
      ['review.opened', 0, { open: true, reason: 'rule' }],
      ['review.closed', 0, { open: false, reason: 'approved', closed_reason: 'approved' }],
    ],
    end: { open: false, reason: 'approved', opened_reason: 'rule', closed_reason: 'approved' },
  },
  'a setup intent': {
    table: 'setup_intents',
    object: { object: 'setup_intent', customer: 'cus_1', usage: 'off_session' },
    told: [
      ['setup_intent.created', 0, { status: 'requires_payment_method' }],
      [
        'setup_intent.setup_failed',
        3,
        { status: 'requires_payment_method', last_setup_error: { code: 'card_declined' } },
      ],
      ['setup_intent.requires_action', 7, { status: 'requires_action' }],
      ['setup_intent.succeeded', 7, { status: 'succeeded', payment_method: 'pm_1', mandate: 'mandate_1' }],
    ],
    end: { status: 'succeeded', payment_method_id: 'pm_1', mandate_id: 'mandate_1', failure_code: null },
  },
  'a setup intent that is given up': {
    table: 'setup_intents',
    object: { object: 'setup_intent', customer: 'cus_1' },
    told: [
      ['setup_intent.created', 0, { status: 'requires_payment_method' }],
      ['setup_intent.canceled', 0, { status: 'canceled', cancellation_reason: 'abandoned' }],
    ],
    end: { status: 'canceled', cancellation_reason: 'abandoned' },
  },
  'a payout that fails after it was paid': {
    table: 'payouts',
    object: { object: 'payout', amount: 9_000, currency: 'usd', automatic: true, balance_transaction: 'txn_1' },
    told: [
      ['payout.created', 0, { status: 'pending', reconciliation_status: 'in_progress' }],
      ['payout.updated', 4, { status: 'in_transit', reconciliation_status: 'in_progress' }],
      ['payout.paid', 4, { status: 'paid', reconciliation_status: 'in_progress' }],
      ['payout.reconciliation_completed', 4, { status: 'paid', reconciliation_status: 'completed' }],
      [
        'payout.failed',
        8,
        {
          status: 'failed',
          reconciliation_status: 'completed',
          failure_code: 'account_closed',
          failure_balance_transaction: 'txn_2',
        },
      ],
    ],
    end: { status: 'failed', reconciliation_status: 'completed', failure_balance_transaction_id: 'txn_2' },
  },
  'a payout that is canceled': {
    table: 'payouts',
    object: { object: 'payout', amount: 9_000, currency: 'usd' },
    told: [
      ['payout.created', 0, { status: 'pending' }],
      ['payout.canceled', 0, { status: 'canceled' }],
    ],
    end: { status: 'canceled' },
  },
  'an authorization that is captured in part': {
    table: 'charges',
    object: { object: 'charge', amount: 2_000, currency: 'usd', status: 'succeeded' },
    told: [
      ['charge.pending', 0, { status: 'pending', captured: false, amount_captured: 0, amount_refunded: 0 }],
      ['charge.succeeded', 0, { captured: false, amount_captured: 0, amount_refunded: 0 }],
      ['charge.captured', 60, { captured: true, amount_captured: 1_500, amount_refunded: 500 }],
      [
        'charge.updated',
        60,
        { captured: true, amount_captured: 1_500, amount_refunded: 500, balance_transaction: 'txn_1' },
        { balance_transaction: null },
      ],
    ],
    end: { captured: true, amount_captured: '1500', amount_refunded: '500', balance_transaction_id: 'txn_1' },
  },
  'an authorization that expires': {
    table: 'charges',
    object: { object: 'charge', amount: 2_000, currency: 'usd', status: 'succeeded', captured: false },
    told: [
      ['charge.succeeded', 0, { refunded: false, amount_refunded: 0 }],
      ['charge.expired', 604_800, { refunded: true, amount_refunded: 2_000 }],
    ],
    end: { captured: false, refunded: true, amount_captured: '0', amount_refunded: '2000' },
  },
  'a payment by bank transfer, in two parts, to be captured': {
    table: 'payment_intents',
    object: { object: 'payment_intent', amount: 2_000, currency: 'eur', customer: 'cus_1' },
    told: [
      ['payment_intent.created', 0, { status: 'requires_payment_method' }],
      ['payment_intent.requires_action', 1, { status: 'requires_action', amount_received: 0 }],
      ['payment_intent.partially_funded', 9, { status: 'requires_action', amount_received: 500 }],
      ['payment_intent.amount_capturable_updated', 20, { status: 'requires_capture', amount_capturable: 2_000 }],
    ],
    end: { status: 'requires_capture', amount_capturable: '2000', customer_id: 'cus_1' },
  },
  'a refund that fails, told by both of its names': {
    table: 'refunds',
    object: { object: 'refund', charge: 'ch_1', amount: 500, currency: 'usd', balance_transaction: 'txn_1' },
    told: [
      ['refund.created', 0, { status: 'pending' }],
      ['charge.refund.updated', 30, { status: 'failed', failure_reason: 'expired_or_canceled_card' }],
      ['refund.failed', 30, { status: 'failed', failure_reason: 'expired_or_canceled_card' }],
      [
        'refund.updated',
        31,
        { status: 'failed', failure_reason: 'expired_or_canceled_card', failure_balance_transaction: 'txn_2' },
      ],
    ],
    end: { status: 'failed', failure_reason: 'expired_or_canceled_card', failure_balance_transaction_id: 'txn_2' },
  },
  'a card that its bank renews': {
    table: 'payment_methods',
    object: { object: 'payment_method', customer: 'cus_1', type: 'card' },
    told: [
      ['payment_method.attached', 0, { card: { brand: 'visa', last4: '4242', exp_month: 8, exp_year: 2026 } }],
      [
        'payment_method.automatically_updated',
        0,
        { card: { brand: 'visa', last4: '1881', exp_month: 8, exp_year: 2030 } },
        { card: { last4: '4242', exp_year: 2026 } },
      ],
    ],
    end: { brand: 'visa', last4: '1881', exp_month: 8, exp_year: 2030, customer_id: 'cus_1' },
  },
};

/** Stripe comes again after a 503, which a busy machine answers with; what came before counts once. */
async function tell(event: object): Promise<void> {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const { status } = await post(`${backend.url}/webhooks/stripe`, event);
    if (status === 200) return;
    if (status !== 503) throw new Error(`answered with ${status}`);
  }
  throw new Error('answered with 503 five times');
}

/** Every order of up to four; of more, those that begin with each of them, and the reverse. */
function ordersOf<X>(items: readonly X[]): X[][] {
  if (items.length > 4) {
    return [...items.map((_, i) => [...items.slice(i), ...items.slice(0, i)]), items.toReversed()];
  }
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) => ordersOf(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

it.each(Object.entries(LIVES))(
  '%s ends in the same row, told in any order',
  async (_, { table, object, told, end }) => {
    const delivered = ordersOf(told).map(async (order) => {
      const account = `acct_${(accounts += 1)}`;
      for (const [type, second, fields, previous] of order) {
        const event = stripeEvent({
          id: `evt_${account}_${told.findIndex(([other]) => other === type)}`,
          type,
          account,
          created: T + second,
          object: { id: 'one', ...object, ...fields },
          ...(previous ? { previous } : {}),
        });
        await tell(event);
      }
      return account;
    });
    const here = await Promise.all(delivered);
    await backend.settled();
    const rows = await backend.query<Fields>(`SELECT * FROM ${table} WHERE account = ANY ($1)`, [here]);
    expect(rows).toHaveLength(here.length);
    for (const row of rows) expect(row).toMatchObject(end);
    const undecided = await backend.query(
      `SELECT event_type FROM stripe_event_log
      WHERE account = ANY ($1) AND (verdict IS NULL OR verdict NOT IN ('applied', 'superseded', 'duplicate'))`,
      [here],
    );
    expect(undecided).toEqual([]);
  },
);
