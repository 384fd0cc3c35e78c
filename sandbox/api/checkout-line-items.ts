import type { Engine } from '../engine/engine.js';
import type { Fields } from '../objects/event.js';
import type { StripeObject } from '../objects/stripe-object.js';
import { Random } from '../random.js';

interface LineItem extends StripeObject, Fields {}

/** What a Checkout session sells, in its order. The ids come from the session's: who looks must not change other ids. */
export function checkoutLineItems({ checkout, store }: Engine, session: string): LineItem[] {
  return checkout.lineItemsOf(session).map(({ price: id, quantity = 1 }, index) => {
    const price = store.prices.get(id);
    const amount = price.unit_amount * quantity;
    return {
      id: `li_1${new Random(`${session} ${index}`).alphanumeric(23)}`,
      object: 'item',
      adjustable_quantity: null,
      amount_discount: 0,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount,
      currency: price.currency,
      description: store.products.known(price.product)?.name ?? null,
      metadata: null,
      price: { ...price },
      quantity,
    };
  });
}
