import { sessionParams, type SessionTerms } from './session-params.js';

const terms: SessionTerms = {
  mode: 'subscription',
  tenantId: 't_1',
  urls: { success: 'https://a/s', cancel: 'https://a/c' },
  line: { price: 'price_1', quantity: 2 },
  trialDays: 0,
  customerId: null,
  customerEmail: undefined,
  allowPromotionCodes: false,
};
const metadata = { tenant_id: 't_1' };

describe('sessionParams', () => {
  it('names the tenant wherever Stripe copies it from, and no payment method types', () => {
    expect(sessionParams(terms)).toEqual({
      mode: 'subscription',
      line_items: [{ price: 'price_1', quantity: 2 }],
      success_url: 'https://a/s',
      cancel_url: 'https://a/c',
      client_reference_id: 't_1',
      metadata,
      subscription_data: { metadata },
    });
    expect(sessionParams({ ...terms, mode: 'payment' })).toMatchObject({
      payment_intent_data: { metadata },
      customer_creation: 'always',
    });
  });

  it('sells to the customer that there is, and asks for no address then', () => {
    const params = sessionParams({ ...terms, mode: 'payment', customerId: 'cus_1', customerEmail: 'a@example.com' });
    expect(params.customer).toBe('cus_1');
    expect(params).not.toHaveProperty('customer_email');
    expect(params).not.toHaveProperty('customer_creation');
    expect(sessionParams({ ...terms, customerEmail: 'a@example.com' }).customer_email).toBe('a@example.com');
  });

  it('passes on a trial and promotion codes', () => {
    expect(sessionParams({ ...terms, trialDays: 14, allowPromotionCodes: true })).toMatchObject({
      allow_promotion_codes: true,
      subscription_data: { trial_period_days: 14 },
    });
  });

  it('keeps a tenant with a long id in the metadata', () => {
    const tenantId = 't'.repeat(201);
    expect(sessionParams({ ...terms, tenantId }).metadata).toEqual({ tenant_id: tenantId });
    expect(sessionParams({ ...terms, tenantId })).not.toHaveProperty('client_reference_id');
  });
});
