import { currentLinks } from '../engine/links.js';
import type { Engine } from '../engine/engine.js';
import type { Fields } from '../objects/event.js';
import { listOf, type StripeList } from '../objects/stripe-object.js';
import { checkoutLineItems } from './checkout-line-items.js';

/** Lists that an object shows only when they are asked for. */
export function hiddenList(engine: Engine, type: string, id: string, name: string): StripeList<Fields> | undefined {
  const { store } = engine;
  const ofCustomer = () => {
    const customer = store.customers.find(id);
    return customer && currentLinks(store, customer);
  };
  switch (`${type}.${name}`) {
    case 'charge.refunds':
      return listOf(`/v1/charges/${id}/refunds`, currentLinks(store, { id, object: 'charge' })?.refunds ?? []);
    case 'checkout.session.line_items':
      return listOf(`/v1/checkout/sessions/${id}/line_items`, checkoutLineItems(engine, id));
    case 'customer.subscriptions':
      return listOf(`/v1/customers/${id}/subscriptions`, ofCustomer()?.subscriptions ?? []);
    case 'customer.tax_ids':
      return listOf(`/v1/customers/${id}/tax_ids`, ofCustomer()?.tax_ids ?? []);
    case 'invoice.payments': {
      const payment = store.paymentOfInvoice.get(id);
      return listOf('/v1/invoice_payments', payment ? [{ ...store.invoicePayments.get(payment) }] : []);
    }
    default:
      return undefined;
  }
}
