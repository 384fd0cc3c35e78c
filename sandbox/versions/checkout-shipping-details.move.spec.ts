import { checkoutShippingDetails } from './checkout-shipping-details.move.js';

describe('checkout-shipping-details', () => {
  it('where to send it stood on the session', () => {
    const collected_information = { shipping_details: { name: 'Jenny' } };
    expect(checkoutShippingDetails.downgrade({ id: 'cs_1', collected_information }, {})).toEqual({
      id: 'cs_1',
      collected_information,
      shipping_details: { name: 'Jenny' },
    });
  });

  it.each([null, { shipping_details: null }])('%j: nowhere was null', (collected_information) => {
    expect(checkoutShippingDetails.downgrade({ collected_information }, {})).toMatchObject({ shipping_details: null });
  });
});
