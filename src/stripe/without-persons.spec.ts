import { withoutPersons } from './without-persons.js';

const charge = {
  id: 'evt_1',
  object: 'event',
  type: 'charge.failed',
  api_version: '2026-07-29.dahlia',
  created: 1_800_000_000,
  livemode: false,
  request: { id: 'req_1', idempotency_key: 'of jenny@example.com' },
  data: {
    object: {
      id: 'ch_1',
      object: 'charge',
      amount: 1_500,
      currency: 'usd',
      customer: { id: 'cus_1', object: 'customer', name: 'Jenny', email: 'jenny@example.com', phone: '+4912345' },
      description: 'For Jenny',
      failure_code: 'card_declined',
      failure_message: 'Your card was declined.',
      billing_details: {
        name: 'Jenny',
        address: { line1: 'Street 1', city: 'Town', postal_code: '12345', state: 'XY', country: 'DE' },
      },
      payment_method_details: {
        type: 'card',
        card: { brand: 'visa', last4: '4242', exp_month: 3, exp_year: 2031, fingerprint: 'f1ngerpr1nt', country: 'DE' },
      },
      receipt_url: 'https://pay.stripe.com/receipts/secret',
      metadata: { tenant_id: 'tenant_1', note: 'Jenny', 'jenny@example.com': 'x' },
      dob: { day: 1, month: 2, year: 1990 },
      created: 1_800_000_000,
      'field of Jenny': 'x',
      something_new: 'Jenny',
    },
    previous_attributes: { description: 'Of Jenny', amount: 1_400, metadata: { note: 'Jen' } },
  },
};

describe('withoutPersons', () => {
  const reduced: unknown = withoutPersons(charge);
  const text = JSON.stringify(reduced);

  it('leaves ids, amounts, times, and words of Stripe’s', () => {
    expect(reduced).toMatchObject({
      id: 'evt_1',
      object: 'event',
      type: 'charge.failed',
      api_version: '2026-07-29.dahlia',
      livemode: false,
      created: 1_800_000_000,
      request: { id: 'req_1' },
      data: {
        object: {
          id: 'ch_1',
          object: 'charge',
          amount: 1_500,
          currency: 'usd',
          failure_code: 'card_declined',
          customer: { id: 'cus_1', object: 'customer' },
          payment_method_details: { type: 'card', card: { brand: 'visa', country: 'DE' } },
          metadata: { tenant_id: 'tenant_1' },
        },
        previous_attributes: { amount: 1_400 },
      },
    });
  });

  it('leaves nothing else: no name, address, number, link, note, and no field that somebody made up', () => {
    for (const value of ['Jen', 'example', '+49', 'Street', 'Town', '12345', 'XY', '4242', '2031', '1990', 'f1nger']) {
      expect(text).not.toContain(value);
    }
    expect(text).not.toMatch(/receipts|declined\.|field of|note/);
  });

  it('says that there was a text where there was one', () => {
    expect(reduced).toMatchObject({ data: { object: { failure_message: '', description: '', something_new: '' } } });
  });

  it('changes nothing the second time', () => {
    expect(withoutPersons(Object(reduced))).toEqual(reduced);
  });

  it('tells the number of an invoice from that of a card, and Stripe’s code from a customer’s', () => {
    const of = (object: object) => withoutPersons({ data: { object, previous_attributes: object } });
    const both = (object: object) => ({ data: { object, previous_attributes: object } });
    expect(of({ object: 'invoice', number: 'A1B2-0001' })).toEqual(both({ object: 'invoice', number: 'A1B2-0001' }));
    expect(of({ object: 'card', number: '4242424242424242' })).toEqual(both({ object: 'card', number: '' }));
    expect(of({ object: 'promotion_code', code: 'JENNY10' })).toEqual(both({ object: 'promotion_code', code: '' }));
    expect(of({ object: 'x', code: 'expired_card' })).toEqual(both({ object: 'x', code: 'expired_card' }));
  });
});
