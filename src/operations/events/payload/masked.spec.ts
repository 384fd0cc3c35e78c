import { MASK, masked, maskedFields } from './masked.js';

const event = (object: object, more: object = {}) => ({
  id: 'evt_1Abc',
  object: 'event',
  api_version: '2026-10-28.endive',
  created: 1_700_000_000,
  type: 'customer.updated',
  livemode: false,
  request: { id: 'req_1Abc', idempotency_key: 'jenny-1' },
  data: { object, ...more },
});

it('ids, words, amounts and times stay', () => {
  const invoice = {
    id: 'in_1Abc',
    object: 'invoice',
    customer: 'cus_Abc',
    subscription: 'sub_1Abc',
    amount_due: 1_500,
    currency: 'usd',
    status: 'past_due',
    billing_reason: 'subscription_cycle',
    attempted: true,
    due_date: null,
    created: 1_700_000_000,
    lines: { object: 'list', data: [{ id: 'il_1', object: 'line_item', unit_amount_decimal: '1500.5', quantity: 3 }] },
  };
  const shown = event(invoice);
  expect(masked(shown)).toEqual({ ...shown, request: { id: 'req_1Abc', idempotency_key: MASK } });
});

it.each<[string, unknown]>([
  ['email', 'jenny@example.com'],
  ['name', 'Jenny Rosen'],
  ['name', 'jenny'],
  ['phone', '+4915112345678'],
  ['phone', 4_915_112_345_678],
  ['description', 'for jenny'],
  ['customer_email', 'j@example.com'],
  ['receipt_email', 'j@example.com'],
  ['statement_descriptor', 'acme'],
  ['hosted_invoice_url', 'https://invoice.stripe.com/i/acct_1/test_YWNjdA?s=ap'],
  ['receipt_url', 'https://pay.stripe.com/receipts/x'],
  ['client_secret', 'pi_1_secret_2'],
  ['id', 'pi_1Abc_secret_2Def'],
  ['last4', '4242'],
  ['fingerprint', 'Xt5EWLLDS7FJjR1c'],
  ['exp_month', 11],
  ['value', 'DE123456789'],
  ['ip', '203.0.113.7'],
  ['status', 'jenny@example.com'],
  ['customer', 'jenny@example.com'],
  ['id', '4242424242424242'],
  ['type', 'sk_test_abc'],
  ['some_new_field', 'whatever Stripe may add one day'],
  ['number', '4242 4242 4242 4242'],
  ['amount', 4_242_424_242_424_242],
  ['idempotency_key', 'cus_Abc'],
  ['birth_date', '1990-01-02'],
  ['birth_date', 631_238_400],
  ['date', 19_900_102],
  ['latitude', 52.51234],
  ['longitude', 13.1234],
  ['cvc', 123],
  ['tax_id', 123_456_789],
  ['ssn_last_4', 1_234],
  ['social', 123_456_789],
  ['zip', 10_115],
  ['postal', 10_115],
  ['age', 44],
  ['weight', 70],
  ['account_number', 12_345_678],
  ['rate', '15112345678'],
  ['some_new_figure', 7],
])('%s is hidden: %p', (field, value) => {
  expect(masked({ object: 'thing', [field]: value })).toEqual({ object: 'thing', [field]: MASK });
});

it.each(['address', 'shipping', 'billing_details', 'customer_details', 'card', 'us_bank_account', 'dob'])(
  'nothing of %s is shown but its shape',
  (field) => {
    const hash = { id: 'cus_1', status: 'active', line1: 'x', year: 1_980, checked: true, none: null, list: [1, 'a'] };
    const hidden = { id: MASK, status: MASK, line1: MASK, year: MASK, checked: true, none: null, list: [MASK, MASK] };
    expect(masked(event({ [field]: hash }, { previous_attributes: { [field]: hash } }))).toMatchObject({
      data: { object: { [field]: hidden }, previous_attributes: { [field]: hidden } },
    });
  },
);

it.each<[string, unknown]>([
  ['amount_due', 1_500],
  ['application_fee_amount', 30],
  ['balance', -500],
  ['unit_amount_decimal', '0.05'],
  ['quantity', 3],
  ['interval_count', 3],
  ['attempt_count', 2],
  ['trial_period_days', 14],
  ['percent_off', 12.5],
  ['pending_webhooks', 1],
  ['risk_score', 44],
  ['created', 1_700_000_000],
  ['current_period_end', 1_700_000_000],
  ['next_payment_attempt', 1_700_000_000],
  ['billing_cycle_anchor', 1_700_000_000],
  ['redeem_by', 1_700_000_000],
])('%s is shown: %p', (field, value) => {
  expect(masked({ object: 'thing', [field]: value })).toEqual({ object: 'thing', [field]: value });
});

it('of metadata nothing is shown but how much there is, and whether it names a tenant', () => {
  const metadata = { jenny_rosen: 'x', tenant_id: 't_1', '+4915112345678': 1, empty: '' };
  const hidden = { [`${MASK}1`]: MASK, tenant_id: MASK, [`${MASK}3`]: MASK, [`${MASK}4`]: '' };
  expect(masked(event({ metadata, lines: [{ metadata }], subscription_details: { metadata } }))).toMatchObject({
    data: { object: { metadata: hidden, lines: [{ metadata: hidden }], subscription_details: { metadata: hidden } } },
  });
});

it('a name of a field may be an address too', () => {
  expect(masked({ owner: { 'jenny@example.com': 'x', verified: 't_1' } })).toEqual({
    owner: { [`${MASK}1`]: MASK, verified: MASK },
  });
});

it('ids that a merchant chose are shown where they name what is for sale', () => {
  expect(masked({ id: 'gold', object: 'product', name: 'Gold' })).toEqual({
    id: 'gold',
    object: 'product',
    name: MASK,
  });
  expect(masked({ id: 'jenny', object: 'customer', price: 'gold-yearly' })).toEqual({
    id: MASK,
    object: 'customer',
    price: 'gold-yearly',
  });
});

it('a depth that no snapshot has is not looked into', () => {
  let deep: unknown = 'x';
  for (let i = 0; i < 100_000; i += 1) deep = [deep];
  expect(masked({ deep })).toBe(MASK);
});

it('of a row the same, and the id by which a tenant is known', () => {
  expect(
    maskedFields({
      status: 'active',
      tenant_id: 'tenant_42',
      email: 'j@example.com',
      metadata: { a: '1' },
      name: null,
    }),
  ).toEqual({ status: 'active', tenant_id: 'tenant_42', email: MASK, metadata: { [`${MASK}1`]: MASK }, name: null });
  expect(maskedFields({ tenant_id: 'jenny@example.com', card_last4: '4242' })).toEqual({
    tenant_id: MASK,
    card_last4: MASK,
  });
});
