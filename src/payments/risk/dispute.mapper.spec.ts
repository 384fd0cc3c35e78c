import { toDispute } from './dispute.mapper.js';

const facts = {
  id: 'du_1',
  object: 'dispute',
  amount: 2000,
  charge: 'ch_1',
  created: 1_420_070_400,
  currency: 'eur',
  evidence: { customer_name: 'Ann', customer_purchase_ip: '203.0.113.7' },
  evidence_details: { due_by: 1_420_156_799, has_evidence: true, past_due: false, submission_count: 1 },
  is_charge_refundable: false,
  metadata: { case: '7' },
  reason: 'fraudulent',
  status: 'needs_response',
};
const movement = { id: 'txn_1', object: 'balance_transaction', amount: -2000, currency: 'usd', fee: 1500, net: -3500 };
const newest = {
  ...facts,
  balance_transactions: [movement],
  enhanced_eligibility_types: [],
  payment_intent: 'pi_1',
  payment_method_details: {
    type: 'card',
    card: { brand: 'visa', case_type: 'chargeback', network: 'visa', network_reason_code: '10.4' },
  },
};
const columns = {
  chargeId: 'ch_1',
  paymentIntentId: 'pi_1',
  status: 'needs_response',
  reason: 'fraudulent',
  networkReasonCode: '10.4',
  paymentMethodType: 'card',
  isChargeRefundable: false,
  currency: 'eur',
  amount: 2000,
  evidenceDueBy: new Date('2015-01-01T23:59:59Z'),
  hasEvidence: true,
  evidencePastDue: false,
  evidenceSubmissionCount: 1,
  balanceTransactionIds: ['txn_1'],
  netWithdrawn: 3500,
  netReinstated: 0,
  netCurrency: 'usd',
  metadata: { case: '7' },
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toDispute', () => {
  it('newest shape, without the evidence', () => {
    expect(toDispute(newest)).toEqual(columns);
    expect(JSON.stringify(toDispute(newest))).not.toMatch(/Ann|203\.0/);
  });

  it('expanded', () => {
    expect(toDispute({ ...newest, charge: { id: 'ch_1' }, payment_intent: { id: 'pi_1' } })).toEqual(columns);
  });

  it.each(['warning_needs_response', 'appeal_under_review', 'prevented', 'charge_refunded', 'a_status_of_next_year'])(
    'status %s as it is',
    (status) => {
      expect(toDispute({ ...newest, status }).status).toBe(status);
    },
  );

  it('2019 to 2022: the network’s reason on the dispute itself', () => {
    const { payment_method_details: _, ...older } = newest;
    expect(toDispute({ ...older, network_reason_code: '83' })).toEqual({
      ...columns,
      networkReasonCode: '83',
      paymentMethodType: null,
    });
  });

  it('2015: neither an intent nor a reason of the network', () => {
    expect(toDispute({ ...facts, balance_transactions: [] })).toEqual({
      ...columns,
      paymentIntentId: null,
      networkReasonCode: null,
      paymentMethodType: null,
      balanceTransactionIds: [],
      netWithdrawn: 0,
      netCurrency: null,
    });
  });

  it('maps every column of an object that tells nothing', () => {
    expect(toDispute({})).toEqual({
      ...Object.fromEntries(Object.keys(columns).map((column) => [column, null])),
      balanceTransactionIds: [],
      netWithdrawn: 0,
      netReinstated: 0,
      metadata: {},
    });
  });

  it.each([
    [{ amount: 20.5 }, 'amount is not a whole number.'],
    [{ status: 5 }, 'status is not text.'],
    [{ evidence_details: { due_by: 'soon' } }, 'evidence_details.due_by is not a time in seconds.'],
    [{ evidence_details: { submission_count: -1 } }, 'evidence_details.submission_count is not a count.'],
    [{ balance_transactions: [{ ...movement, net: '-35.00' }] }, 'balance_transactions[0].net is not a whole number.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => toDispute({ ...newest, ...wrong })).toThrow(message);
  });
});
