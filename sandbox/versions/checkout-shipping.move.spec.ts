import { checkoutShipping } from './checkout-shipping.move.js';

describe('checkout-shipping', () => {
  it('address and rate went by other names', () => {
    const session = {
      id: 'cs_1',
      shipping_details: { name: 'Jenny' },
      shipping_cost: { amount_total: 500, shipping_rate: 'shr_1' },
    };
    expect(checkoutShipping.downgrade(session, {})).toEqual({
      id: 'cs_1',
      shipping: { name: 'Jenny' },
      shipping_rate: 'shr_1',
    });
  });

  it('nothing to ship was null', () => {
    const session = { shipping_details: null, shipping_cost: null };
    expect(checkoutShipping.downgrade(session, {})).toEqual({ shipping: null, shipping_rate: null });
  });
});
