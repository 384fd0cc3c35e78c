import {
  disputeContent,
  fraudWarningContent,
  payingTwiceContent,
  reviewContent,
  trialContent,
  unpaidInvoiceContent,
  type Content,
} from './content.js';
import { idOf, keyOf, type Fact, type NotificationType } from './notification.js';

const fact = (type: NotificationType, more: Partial<Fact> = {}): Fact => ({
  type,
  account: '',
  livemode: true,
  object: 'x_1',
  attempt: null,
  status: null,
  trialEnd: null,
  occurredAt: 1_790_000_000,
  ...more,
});
const person = { customerId: 'cus_1', email: 'jenny@example.com', name: 'Jenny' };
const payment = { chargeId: 'ch_1', paymentIntentId: 'pi_1', amount: '1900', currency: 'usd' };
const valuesOf = (content: Content) => ('values' in content ? content.values : null);
const isObsolete = (content: Content) => 'obsolete' in content;

describe('an unpaid invoice', () => {
  const failed = fact('invoice.payment_failed', { attempt: 2 });
  const row = {
    ...person,
    isEarly: false,
    reason: 'declined',
    amount: '4900',
    currency: 'usd',
    number: 'A-1',
    invoiceUrl: 'https://invoice.stripe.com/i/1',
    nextAttempt: new Date('2026-11-24T10:00:00Z'),
  };

  it('is told with what the row has', () => {
    expect(unpaidInvoiceContent(failed, row)).toMatchObject({
      type: 'invoice.payment_failed',
      customer: person,
      values: {
        customer_name: 'Jenny',
        amount: '$49.00',
        invoice_number: 'A-1',
        invoice_url: 'https://invoice.stripe.com/i/1',
        next_attempt_on: 'November 24, 2026',
      },
    });
  });

  it.each([
    ['invoice.payment_failed', 'action_required', 'invoice.payment_action_required'],
    ['invoice.payment_action_required', 'action_required', 'invoice.payment_action_required'],
    ['invoice.payment_action_required', 'declined', 'invoice.payment_failed'],
    ['invoice.payment_action_required', 'failed', 'invoice.payment_action_required'],
    ['invoice.payment_failed', 'failed', 'invoice.payment_failed'],
  ] as const)('told as %s, and the rows say %s: %s', (type, reason, told) => {
    expect(unpaidInvoiceContent(fact(type), { ...row, reason })).toMatchObject({ type: told });
  });

  it('is obsolete when nobody has to pay it any more', () => {
    expect(isObsolete(unpaidInvoiceContent(failed, undefined))).toBe(true);
  });

  it('takes nothing from a row that could be more than it seems', () => {
    const content = unpaidInvoiceContent(failed, {
      ...row,
      email: 'jenny@example.com, eve@example.com',
      name: 'Jenny\r\nBcc: eve@example.com',
      invoiceUrl: 'javascript:alert(1)',
      currency: 'nothing',
    });
    expect(content).toMatchObject({ customer: { email: null, name: 'Jenny Bcc: eve@example.com' } });
    expect(valuesOf(content)).toMatchObject({ invoice_url: null, amount: null });
  });
});

describe('a trial that ends', () => {
  const ends = fact('customer.subscription.trial_will_end', { trialEnd: 1_795_500_000 });
  const row = {
    ...person,
    isEarly: false,
    status: 'trialing',
    cancelling: false,
    trialEnd: new Date(1_795_500_000_000),
    isOver: false,
  };

  it('is told with its day', () => {
    expect(valuesOf(trialContent(ends, row))).toMatchObject({ trial_ends_on: 'November 24, 2026' });
  });

  it.each([
    ['was canceled', { status: 'canceled' }],
    ['became a subscription', { status: 'active' }],
    ['is over by the clock, whatever the row says', { isOver: true }],
    ['ends without a payment', { cancelling: true }],
    ['was prolonged: its new end has a message of its own', { trialEnd: new Date(1_796_000_000_000) }],
  ])('is obsolete when it %s', (_, change) => {
    expect(isObsolete(trialContent(ends, { ...row, ...change }))).toBe(true);
    expect(isObsolete(trialContent(ends, undefined))).toBe(true);
  });
});

describe('a dispute', () => {
  const row = { ...payment, status: 'needs_response', reason: 'fraudulent', dueBy: new Date('2026-12-01T23:59:59Z') };
  const opened = fact('charge.dispute.created', { status: 'needs_response', account: 'acct_1', livemode: false });

  it('names the account, and where to look', () => {
    expect(disputeContent(opened, row)).toMatchObject({
      customer: null,
      values: {
        account: 'acct_1',
        amount: '$19.00',
        inquiry: false,
        evidence_due_on: 'December 1, 2026',
        dashboard_url: 'https://dashboard.stripe.com/test/connect/accounts/acct_1',
      },
    });
    expect(valuesOf(disputeContent(fact('charge.dispute.created'), row))).toMatchObject({
      dashboard_url: 'https://dashboard.stripe.com/payments/pi_1',
    });
  });

  it.each(['under_review', 'won', 'lost', 'charge_refunded', 'warning_closed', 'prevented'])(
    'is obsolete when it is %s by now, and news when it began so',
    (status) => {
      expect(isObsolete(disputeContent(opened, { ...row, status }))).toBe(true);
      expect(isObsolete(disputeContent({ ...opened, status }, { ...row, status }))).toBe(false);
    },
  );

  it.each(['warning_needs_response', 'a_status_of_next_year', null])('is told when it is %s', (status) => {
    expect(isObsolete(disputeContent(opened, { ...row, status }))).toBe(false);
  });
});

describe('a fraud warning', () => {
  const warned = fact('radar.early_fraud_warning.created');
  const row = { ...payment, fraudType: 'misc', actionable: true, refunded: false, disputed: false };

  it.each([
    [{}, false],
    [{ actionable: null, refunded: null, disputed: null }, false],
    [{ actionable: false }, true],
    [{ refunded: true }, true],
    [{ disputed: true }, true],
  ])('%j: obsolete %s', (change, obsolete) => {
    expect(isObsolete(fraudWarningContent(warned, { ...row, ...change }))).toBe(obsolete);
  });
});

it('a review is told while it is open', () => {
  const opened = fact('review.opened');
  expect(isObsolete(reviewContent(opened, { ...payment, open: true, reason: 'rule' }))).toBe(false);
  expect(isObsolete(reviewContent(opened, { ...payment, open: false, reason: 'rule' }))).toBe(true);
  expect(isObsolete(reviewContent(opened, undefined))).toBe(true);
});

describe('the key', () => {
  it('is one for both names of an attempt, and another for each attempt and account', () => {
    const first = fact('invoice.payment_failed', { attempt: 1 });
    expect(keyOf(first)).toBe('invoice.attempt::x_1:1');
    expect(keyOf({ ...first, type: 'invoice.payment_action_required', occurredAt: 5 })).toBe(keyOf(first));
    const others = [first, { ...first, attempt: 2 }, { ...first, account: 'acct_1' }, fact('review.opened')];
    expect(new Set(others.map((other) => idOf(other))).size).toBe(4);
    expect(idOf(first)).toMatch(/^msg_[0-9a-f]{32}$/);
  });
});

describe('a tenant with several live subscriptions', () => {
  const subscriptions = ['sub_1', 'sub_2'];
  const twice = fact('tenant.pays_twice', { object: 'sub_1', tenant: 'tenant\n1', subscriptions });

  it('is told to the operator, with where to look', () => {
    expect(payingTwiceContent(twice, { customerId: 'cus_1', subscriptions })).toMatchObject({
      type: 'tenant.pays_twice',
      customer: null,
      values: {
        tenant: 'tenant 1',
        subscriptions: 'sub_1, sub_2',
        dashboard_url: 'https://dashboard.stripe.com/customers/cus_1',
      },
    });
  });

  it.each([
    ['none', undefined],
    ['one is left', { customerId: 'cus_1', subscriptions: ['sub_1'] }],
    ['another came', { customerId: 'cus_1', subscriptions: ['sub_1', 'sub_2', 'sub_3'] }],
  ])('not any more: %s', (_, row) => {
    expect(isObsolete(payingTwiceContent(twice, row))).toBe(true);
  });

  it('is one fact for each set of subscriptions, whatever their number', () => {
    const more = Array.from({ length: 500 }, (_, n) => `sub_${n}`);
    const keys = [
      twice,
      { ...twice, tenant: 'other' },
      { ...twice, account: 'acct_1' },
      { ...twice, subscriptions: more },
    ].map(keyOf);
    expect(new Set(keys).size).toBe(4);
    expect(keyOf({ ...twice, occurredAt: 5, object: 'sub_2' })).toBe(keys[0]);
    for (const key of keys) expect(key.length).toBeLessThan(200);
  });
});
