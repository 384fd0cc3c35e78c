import { startBackend, type Backend } from './support/backend.js';
import { MailServer } from './support/mail-server.js';
import { entries, mailSettings, nowInSeconds, OPERATOR, tell } from './support/notifications.js';
import { stripeEvent } from './support/signed-event.js';

let mail: MailServer;
let backend: Backend;

beforeAll(async () => {
  mail = await MailServer.start();
  backend = await startBackend({ env: mailSettings(mail) });
});
afterEach(async () => {
  await backend.query('DELETE FROM outbox');
  mail.received.length = 0;
});
afterAll(async () => {
  await backend.close();
  await mail.down();
});

type Change = readonly [type: string, object: Record<string, unknown>];

const created = 1_700_000_000;
const trial_end = nowInSeconds() + 3 * 86_400;
const charge = {
  id: 'ch_1',
  object: 'charge',
  status: 'succeeded',
  captured: true,
  amount: 1_900,
  currency: 'eur',
  amount_refunded: 0,
  refunded: false,
  disputed: false,
  created,
};
const payment = { charge: 'ch_1', payment_intent: 'pi_1', created };
const dispute = {
  ...payment,
  id: 'du_1',
  object: 'dispute',
  status: 'needs_response',
  reason: 'fraudulent',
  amount: 1_900,
  currency: 'eur',
};
const warning = {
  ...payment,
  id: 'issfr_1',
  object: 'radar.early_fraud_warning',
  actionable: true,
  fraud_type: 'misc',
};
const review = { ...payment, id: 'prv_1', object: 'review', open: true, reason: 'rule', opened_reason: 'rule' };
const customer = { id: 'cus_1', object: 'customer', email: 'ada@example.com', name: 'Ada', created };
const trial = {
  id: 'sub_1',
  object: 'subscription',
  customer: 'cus_1',
  status: 'trialing',
  trial_end,
  created,
  items: { object: 'list', data: [], has_more: false },
};

const paid: Change = ['charge.succeeded', charge];
const ada: Change = ['customer.created', customer];
const ends: Change = ['customer.subscription.trial_will_end', trial];

interface Case {
  readonly what: string;
  readonly parent: Change;
  readonly opening: Change;
  readonly closing: Change;
  readonly subject: RegExp;
  readonly to: string;
}

const cases: readonly Case[] = [
  {
    what: 'a dispute that was won',
    parent: paid,
    opening: ['charge.dispute.created', dispute],
    closing: ['charge.dispute.closed', { ...dispute, status: 'won' }],
    subject: /^Dispute over a payment of €19\.00$/,
    to: OPERATOR,
  },
  {
    what: 'a dispute that was answered',
    parent: paid,
    opening: ['charge.dispute.created', dispute],
    closing: ['charge.dispute.updated', { ...dispute, status: 'under_review' }],
    subject: /^Dispute over a payment of €19\.00$/,
    to: OPERATOR,
  },
  {
    what: 'a warning about a charge that was refunded',
    parent: paid,
    opening: ['radar.early_fraud_warning.created', warning],
    closing: ['charge.refunded', { ...charge, amount_refunded: 1_900, refunded: true }],
    subject: /^Fraud warning for a payment of €19\.00$/,
    to: OPERATOR,
  },
  {
    what: 'a warning that asks for nothing any more',
    parent: paid,
    opening: ['radar.early_fraud_warning.created', warning],
    closing: ['radar.early_fraud_warning.updated', { ...warning, actionable: false }],
    subject: /^Fraud warning for a payment of €19\.00$/,
    to: OPERATOR,
  },
  {
    what: 'a review that was closed',
    parent: paid,
    opening: ['review.opened', review],
    closing: ['review.closed', { ...review, open: false, reason: 'approved', closed_reason: 'approved' }],
    subject: /^A payment of €19\.00 waits for your review$/,
    to: OPERATOR,
  },
  {
    what: 'a trial that became a subscription',
    parent: ada,
    opening: ends,
    closing: ['customer.subscription.updated', { ...trial, status: 'active' }],
    subject: /^Your trial ends on /,
    to: 'ada@example.com',
  },
  {
    what: 'a trial that was canceled',
    parent: ada,
    opening: ends,
    closing: ['customer.subscription.deleted', { ...trial, status: 'canceled' }],
    subject: /^Your trial ends on /,
    to: 'ada@example.com',
  },
  {
    what: 'a trial after which the subscription ends',
    parent: ada,
    opening: ends,
    closing: ['customer.subscription.updated', { ...trial, cancel_at: trial_end, cancel_at_period_end: true }],
    subject: /^Your trial ends on /,
    to: 'ada@example.com',
  },
];

let lives = 0;
/** Events in the order in which they arrive, each with the second in which it happened, about objects of their own. */
function life(...events: readonly (readonly [Change, number])[]): object[] {
  lives += 1;
  return events.map(([[type, object], second]) => {
    const own = JSON.stringify(object).replaceAll(/"(ch|pi|du|issfr|prv|sub|cus)_1"/g, `"$1_life${lives}"`);
    return stripeEvent({ type, object: JSON.parse(own), created: created + second });
  });
}

/** Each is settled before the next comes: events of different objects have no order of their own. */
async function tellInTurn(events: readonly object[]): Promise<void> {
  for (const event of events) await tell(backend, [event]);
}

it.each(cases)('$what: told while it is so, and not when that is over', async (each) => {
  const { parent, opening, closing, subject, to } = each;
  await tellInTurn(life([parent, 0], [opening, 1]));
  await backend.settled();
  expect(mail.received.map(({ to: addresses }) => addresses)).toEqual([[to]]);
  expect(mail.received[0]?.header('Subject')).toMatch(subject);

  await tellInTurn(life([parent, 0], [closing, 9], [opening, 1]));
  await backend.settled();
  expect((await entries(backend)).map(({ status }) => status)).toEqual(['sent', 'obsolete']);
  expect(mail.received).toHaveLength(1);
});

it('a dispute that was lost as it arrived is news', async () => {
  await tell(backend, life([paid, 0], [['charge.dispute.created', { ...dispute, status: 'lost' }], 1]));
  await backend.settled();
  expect(mail.received[0]?.text).toContain('No evidence can be sent.');
});

it('a trial that is prolonged has a second message', async () => {
  const [later, laterStill] = [{ ...trial, trial_end: trial_end + 86_400 }, ends[0]];
  await tell(backend, life([ada, 0], [ends, 1]));
  await backend.settled();
  lives -= 1; // the same objects
  await tell(backend, life([['customer.subscription.updated', later], 2], [[laterStill, later], 3]));
  await backend.settled();
  expect(mail.received).toHaveLength(2);
});
