import { connectedSessionParams, type ConnectedTerms } from './connected-session-params.js';
import type { SessionTerms } from '../../billing/checkout/session-params.js';

const sale: SessionTerms = {
  mode: 'payment',
  tenantId: null,
  urls: { success: 'https://a/s', cancel: 'https://a/c' },
  line: { price: 'price_1', quantity: 2 },
  trialDays: 0,
  customerId: null,
  customerEmail: undefined,
  allowPromotionCodes: false,
};
const terms: ConnectedTerms = {
  account: 'acct_1',
  charge: 'destination',
  onBehalfOf: false,
  fee: { amount: 250, basisPoints: null },
};

describe('connectedSessionParams', () => {
  it('of one payment: a guest buys, the fee is kept, the rest goes to the account', () => {
    expect(connectedSessionParams(sale, { ...terms, onBehalfOf: true })).toEqual({
      mode: 'payment',
      line_items: [{ price: 'price_1', quantity: 2 }],
      success_url: 'https://a/s',
      cancel_url: 'https://a/c',
      metadata: {},
      payment_intent_data: {
        metadata: {},
        application_fee_amount: 250,
        transfer_data: { destination: 'acct_1' },
        on_behalf_of: 'acct_1',
      },
    });
  });

  it('names the tenant that buys, never the one that sells', () => {
    const { metadata, payment_intent_data } = connectedSessionParams({ ...sale, tenantId: 'buyer' }, terms);
    expect([metadata, payment_intent_data?.metadata]).toEqual([{ tenant_id: 'buyer' }, { tenant_id: 'buyer' }]);
  });

  it('a direct charge passes nothing on: it is the account’s', () => {
    const direct = { ...terms, charge: 'direct' } as const;
    expect(connectedSessionParams(sale, direct).payment_intent_data).toEqual({
      metadata: {},
      application_fee_amount: 250,
    });
    const none = { ...direct, fee: { amount: null, basisPoints: null } };
    expect(connectedSessionParams(sale, none).payment_intent_data).toEqual({ metadata: {} });
  });

  it('a subscription has a share for its fee: of a destination charge the rest is passed on', () => {
    const monthly = { ...sale, mode: 'subscription' } as const;
    const fee = { amount: null, basisPoints: 1_250 };
    expect(connectedSessionParams(monthly, { ...terms, fee }).subscription_data).toEqual({
      metadata: {},
      transfer_data: { destination: 'acct_1', amount_percent: 87.5 },
    });
    expect(connectedSessionParams(monthly, { ...terms, charge: 'direct', fee }).subscription_data).toEqual({
      metadata: {},
      application_fee_percent: 12.5,
    });
    const none = { ...terms, fee: { amount: null, basisPoints: null } };
    expect(connectedSessionParams(monthly, none).subscription_data).toEqual({
      metadata: {},
      transfer_data: { destination: 'acct_1' },
    });
  });
});
