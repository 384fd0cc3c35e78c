import type { Collection } from '../engine/collection.js';
import { resourceMissing } from '../engine/errors.js';
import type { TaxIdCreate } from '../engine/tax-ids.js';
import type { StripeObject } from '../objects/stripe-object.js';
import { isHash } from '../previous-attributes.js';
import { deletedAnswer, retrieveOrDeleted } from './catalog.routes.js';
import { refuseCustomerCoupon } from './older-params.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

export function customerRoutes(routes: Routes): void {
  const { customers, paymentMethods, store, taxIds } = routes.api.engine;
  const ofCustomer = <T extends StripeObject & { customer: string | null }>(id: string, all: Collection<T>): T[] => {
    const owner = store.customers.get(id, 'customer');
    return all.values().filter(({ customer }) => customer === owner.id);
  };

  routes.list('/v1/customers', () => store.customers.values());
  routes.post('/v1/customers', ({ apiVersion, params }) => {
    refuseCustomerCoupon(params, apiVersion);
    return customers.create(params);
  });
  routes.get('/v1/customers/:id', ({ id }) => retrieveOrDeleted(store.customers, id));
  routes.post('/v1/customers/:id', ({ apiVersion, id, params }) => {
    refuseCustomerCoupon(params, apiVersion);
    return customers.update(id, params);
  });
  routes.delete('/v1/customers/:id', ({ id }) => {
    customers.delete(id);
    return deletedAnswer(id, 'customer');
  });
  routes.delete('/v1/customers/:id/discount', ({ id }) => {
    const { discount } = store.customers.get(id, 'customer');
    customers.deleteDiscount(id);
    return { ...discount, deleted: true };
  });

  routes.list('/v1/customers/:id/balance_transactions', ({ id }) => ofCustomer(id, store.customerBalanceTransactions));
  routes.get('/v1/customers/:owner/balance_transactions/:id', ({ id, owner }) =>
    ownedBy(owner, store.customerBalanceTransactions.get(id)),
  );

  routes.list('/v1/customers/:id/tax_ids', ({ id }) => ofCustomer(id, store.taxIds));
  routes.post('/v1/customers/:id/tax_ids', ({ id, params }) =>
    taxIds.create(id, requireParams<TaxIdCreate>(params, 'type', 'value')),
  );
  routes.get('/v1/customers/:owner/tax_ids/:id', ({ id, owner }) => ownedBy(owner, store.taxIds.get(id)));
  routes.delete('/v1/customers/:owner/tax_ids/:id', ({ id, owner }) => {
    taxIds.delete(ownedBy(owner, store.taxIds.get(id)).id);
    return deletedAnswer(id, 'tax_id');
  });
  routes.list('/v1/tax_ids', () => store.taxIds.values(), {
    owner: ({ customer }, wanted) => isHash(wanted) && wanted['customer'] === customer,
  });
  routes.get('/v1/tax_ids/:id', ({ id }) => store.taxIds.get(id));

  routes.list('/v1/customers/:id/payment_methods', ({ id }) => ofCustomer(id, store.paymentMethods));
  routes.list('/v1/payment_methods', () => store.paymentMethods.values().filter(({ customer }) => customer !== null));
  routes.post('/v1/payment_methods', ({ params }) => paymentMethods.create(params));
  routes.get('/v1/payment_methods/:id', ({ id }) => paymentMethods.resolve(id));
  routes.post('/v1/payment_methods/:id', ({ id, params }) => paymentMethods.update(id, params));
  routes.post('/v1/payment_methods/:id/attach', ({ id, params }) =>
    paymentMethods.attach(id, requireParams<{ customer: string }>(params, 'customer').customer),
  );
  routes.post('/v1/payment_methods/:id/detach', ({ id }) => paymentMethods.detach(id));
}

function ownedBy<T extends StripeObject & { customer: string }>(customer: string, object: T): T {
  if (object.customer !== customer) throw resourceMissing(object.object, object.id);
  return object;
}
