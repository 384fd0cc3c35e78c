import { paymentIntentCharges } from './payment-intent-charges.move.js';

it('payment-intent-charges: the charges were inside, beside `latest_charge`', () => {
  const charge = { id: 'ch_1', object: 'charge' };
  expect(paymentIntentCharges.downgrade({ id: 'pi_1', latest_charge: 'ch_1' }, { charges: [charge] })).toEqual({
    id: 'pi_1',
    latest_charge: 'ch_1',
    charges: {
      object: 'list',
      data: [charge],
      has_more: false,
      total_count: 1,
      url: '/v1/charges?payment_intent=pi_1',
    },
  });
});
