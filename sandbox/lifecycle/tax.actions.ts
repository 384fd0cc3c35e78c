import type { Customer } from '../objects/customer.js';
import { anyCustomer } from './customer.actions.js';
import type { Action, Life } from './life.js';

const IDS = [
  { type: 'eu_vat', value: 'DE123456789' },
  { type: 'eu_vat', value: 'FR111111111' },
  { type: 'gb_vat', value: 'GB222222222' },
  { type: 'us_ein', value: '12-3456789' },
];

/** Customers whose taxes are computed. */
function taxed({ engine, random }: Life): Customer[] {
  if (random.chance(0.3)) return [];
  const { customers, subscriptions } = engine.store;
  const running = subscriptions.values().filter(({ automatic_tax, ended_at }) => automatic_tax.enabled && !ended_at);
  return customers.values().filter(({ id }) => running.some(({ customer }) => customer === id));
}

export const taxActions: readonly Action[] = [
  {
    name: 'create tax id',
    weight: 2,
    run(life) {
      const customer = anyCustomer(life);
      if (customer) life.engine.taxIds.create(customer.id, life.random.pick(IDS));
      return customer !== undefined;
    },
  },
  {
    name: 'delete tax id',
    weight: 1,
    run(life) {
      const taxId = life.pick(life.engine.store.taxIds.values());
      if (taxId) life.engine.taxIds.delete(taxId.id);
      return taxId !== undefined;
    },
  },
  {
    name: 'move customer',
    weight: 3,
    run(life) {
      const customer = life.pick(taxed(life)) ?? anyCustomer(life);
      if (!customer) return false;
      life.settle(customer.id);
      const country = life.random.pick(['DE', 'XX']); // XX is nowhere: taxes cannot be computed there
      life.engine.customers.update(customer.id, { address: { city: life.fresh('City'), country } });
      return true;
    },
  },
  {
    name: 'finalize where it failed',
    weight: 2,
    run(life) {
      const { customers, invoices, store } = life.engine;
      const failed = () =>
        store.invoices
          .values()
          .filter(
            (one) => one.status === 'draft' && one.last_finalization_error && !store.customers.isDeleted(one.customer),
          );
      const found = life.pick(failed());
      if (!found) return false;
      life.separate(found.id, found.customer);
      const invoice = failed().find(({ id }) => id === found.id);
      if (!invoice) return false;
      customers.update(invoice.customer, { address: { country: 'DE' } });
      invoices.finalize(invoice.id);
      return true;
    },
  },
  {
    name: 'send an invoice once more',
    weight: 1,
    run(life) {
      const { invoices, store } = life.engine;
      const sent = store.invoices.values().filter((one) => one.collection_method === 'send_invoice');
      const invoice = life.pick(sent.filter(({ status }) => status === 'open'));
      if (invoice) invoices.send(invoice.id);
      return invoice !== undefined;
    },
  },
];
