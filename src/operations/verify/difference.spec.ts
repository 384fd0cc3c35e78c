import { differencesOf, differenceText } from './difference.js';

const ref = { account: '', type: 'subscription', id: 'sub_1' };

describe('differencesOf', () => {
  it('names each field that is not the same, null and absent being one', () => {
    const here = { status: 'active', quantity: 1, items: [{ id: 'si_1' }], canceled_at: null };
    const there = { status: 'canceled', quantity: 1, items: [{ id: 'si_2' }] };
    expect(differencesOf(ref, here, there)).toEqual([
      { ref, field: 'items', here: [{ id: 'si_1' }], there: [{ id: 'si_2' }] },
      { ref, field: 'status', here: 'active', there: 'canceled' },
    ]);
    expect(differencesOf(ref, there, there)).toEqual([]);
  });

  it('says that there is no row, and nothing when nothing would be written', () => {
    expect(differencesOf(ref, null, { status: 'active' })).toMatchObject([{ field: '', here: 'no row' }]);
    expect(differencesOf(ref, { status: 'active' }, null)).toEqual([]);
  });
});

describe('differenceText', () => {
  const STATUS = 'subscription sub_1 status: here "active", there "canceled"';
  it.each([
    ['status', 'active', 'canceled', STATUS],
    ['cancel_at_period_end', true, false, 'subscription sub_1 cancel_at_period_end: here true, there false'],
    ['unit_amount', 100, null, 'subscription sub_1 unit_amount: here 100, there null'],
    ['price_id', 'price_1', null, 'subscription sub_1 price_id: here "price_1", there null'],
    [
      'trial_end',
      '2026-11-21T23:41:25+00:00',
      '2026-11-21T23:41:25.123Z',
      'subscription sub_1 trial_end: here "2026-11-21T23:41:25+00:00", there "2026-11-21T23:41:25.123Z"',
    ],
    ['', 'no row', 'an object', 'subscription sub_1: here no row, there an object'],
  ])('shows %j', (field, here, there, text) => {
    expect(differenceText({ ref, field, here, there })).toBe(text);
  });

  it.each([
    ['email', 'jenny@example.com', null],
    ['name', 'jenny', null],
    ['name', null, 'cus_jenny'],
    ['description', '2026-11-21T23:41:25Z', null],
    ['last4', '4242', '1881'],
    ['metadata', { a: 'b' }, {}],
    ['items', [{ id: 'si_1' }], []],
    ['tenant_id', 'jane@example.com', null],
    ['tenant_id', 'user_jane', null],
    ['client_reference_id', null, 'jane'],
    ['customer_id', 'jane@example.com', 'cus_1'],
    ['status', 'jane@example.com', 'active'],
    ['status', 'x'.repeat(41), 'active'],
    ['hosted_invoice_url', 'https://invoice.stripe.com/i/acct/live_abc', null],
    ['hosted_invoice_url', true, false],
    ['invoice_pdf', true, false],
    ['pdf', true, false],
    ['a_column_of_the_future', 'word', 'another'],
  ])('only says that %j differs', (field, here, there) => {
    expect(differenceText({ ref, field, here, there })).toBe(`subscription sub_1 ${field}: differs (not shown)`);
  });

  it('names a connected account', () => {
    const text = differenceText({ ref: { ...ref, account: 'acct_1' }, field: 'status', here: 1, there: 2 });
    expect(text).toBe('acct_1 subscription sub_1 status: here 1, there 2');
  });
});
