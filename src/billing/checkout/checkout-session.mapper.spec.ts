import { toCheckoutSession } from './checkout-session.mapper.js';

const newest = {
  id: 'cs_1',
  object: 'checkout.session',
  amount_subtotal: 2000,
  amount_total: 2180,
  client_reference_id: 't_1',
  client_secret: 'cs_1_secret_x',
  created: 1_420_070_400,
  currency: 'eur',
  customer: 'cus_1',
  customer_details: { email: 'ann@example.com', name: 'Ann' },
  customer_email: null,
  discounts: [{ coupon: 'SAVE', promotion_code: 'promo_1' }],
  expires_at: 1_420_156_800,
  invoice: 'in_1',
  metadata: { user_id: 'u_1' },
  mode: 'subscription',
  payment_intent: null,
  payment_link: 'plink_1',
  payment_status: 'paid',
  setup_intent: null,
  status: 'complete',
  subscription: 'sub_1',
  total_details: { amount_discount: 200, amount_shipping: 0, amount_tax: 380 },
  url: 'https://checkout.stripe.com/c/pay/cs_1',
};
const columns = {
  status: 'complete',
  paymentStatus: 'paid',
  mode: 'subscription',
  clientReferenceId: 't_1',
  tenantId: 't_1',
  customerId: 'cus_1',
  subscriptionId: 'sub_1',
  paymentIntentId: null,
  setupIntentId: null,
  invoiceId: 'in_1',
  paymentLinkId: 'plink_1',
  customerEmail: 'ann@example.com',
  currency: 'eur',
  amountSubtotal: 2000,
  amountTotal: 2180,
  amountDiscount: 200,
  amountTax: 380,
  discounts: [{ id: null, coupon: 'SAVE', promotion_code: 'promo_1' }],
  metadata: { user_id: 'u_1' },
  expiresAt: new Date('2015-01-02T00:00:00Z'),
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toCheckoutSession', () => {
  it('newest shape, without what lets others pay', () => {
    expect(toCheckoutSession(newest)).toEqual(columns);
    expect(JSON.stringify(toCheckoutSession(newest))).not.toMatch(/secret|https:/);
  });

  it('expanded', () => {
    const expanded = { customer: { id: 'cus_1' }, subscription: { id: 'sub_1' }, invoice: { id: 'in_1' } };
    expect(toCheckoutSession({ ...newest, ...expanded })).toEqual(columns);
  });

  it('2019, the first there were: no status, no totals, the tenant in the metadata', () => {
    const oldest = {
      id: 'cs_1',
      object: 'checkout.session',
      customer: 'cus_1',
      customer_email: 'ann@example.com',
      display_items: [{ amount: 2000 }],
      metadata: { user_id: 'u_1' },
      mode: 'subscription',
      subscription: 'sub_1',
    };
    expect(toCheckoutSession(oldest)).toEqual({
      ...Object.fromEntries(Object.keys(columns).map((column) => [column, null])),
      tenantId: 'u_1',
      customerId: 'cus_1',
      customerEmail: 'ann@example.com',
      subscriptionId: 'sub_1',
      mode: 'subscription',
      discounts: [],
      metadata: { user_id: 'u_1' },
    });
  });

  it('refuses an amount that is not whole', () => {
    expect(() => toCheckoutSession({ total_details: { amount_tax: '3.80' } })).toThrow(
      'total_details.amount_tax is not a whole number.',
    );
  });
});
