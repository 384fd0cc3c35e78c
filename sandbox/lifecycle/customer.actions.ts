import type { Customer } from '../objects/customer.js';
import type { Action, Life } from './life.js';

export const GOOD = ['pm_card_visa', 'pm_card_mastercard', 'pm_card_pendingRefund', 'pm_card_refundFail'];
export const BAD = ['pm_card_chargeCustomerFail', 'pm_card_authenticationRequired'];
export const SLOW = ['pm_usBankAccount_success', 'pm_usBankAccount_insufficientFunds'];

export function anyCustomer(life: Life): Customer | undefined {
  return life.pick(life.engine.store.customers.values());
}

/** A new default payment method. */
export function switchCard(life: Life, customer: string, token: string): void {
  const { engine } = life;
  life.settle(customer);
  const method = engine.paymentMethods.attach(token, customer);
  engine.customers.update(customer, { invoice_settings: { default_payment_method: method.id } });
}

export function newCustomer(life: Life): Customer {
  const name = life.fresh('Customer');
  const token = life.random.chance(0.85) ? life.random.pick(GOOD) : life.random.pick([...BAD, ...SLOW]);
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
  const address = life.random.chance(0.4) ? { address: { city: 'Berlin', country: 'DE' } } : {};
  return life.engine.customers.create({ name, email, payment_method: token, metadata: { tenant: name }, ...address });
}

export const customerActions: readonly Action[] = [
  {
    name: 'create customer',
    weight: 3,
    run(life) {
      newCustomer(life);
      return true;
    },
  },
  {
    name: 'edit customer several times',
    weight: 6,
    run(life) {
      const customer = anyCustomer(life);
      if (!customer) return false;
      const times = 1 + life.random.int(3);
      for (let edit = 0; edit < times; edit += 1) {
        life.engine.customers.update(customer.id, { name: life.fresh('Name'), metadata: { note: life.fresh('note') } });
      }
      return true;
    },
  },
  {
    name: 'flip customer phone',
    weight: 1,
    run(life) {
      const customer = anyCustomer(life);
      if (!customer || !life.flips) return false;
      const phone = customer.phone ?? '+15550000';
      for (const value of ['+15550001', phone, '+15550001'])
        life.engine.customers.update(customer.id, { phone: value });
      return true;
    },
  },
  {
    name: 'switch card',
    weight: 5,
    run(life) {
      const customer = anyCustomer(life);
      if (!customer) return false;
      switchCard(
        life,
        customer.id,
        life.random.chance(0.6) ? life.random.pick(GOOD) : life.random.pick([...BAD, ...SLOW]),
      );
      return true;
    },
  },
  {
    name: 'edit payment method',
    weight: 2,
    run(life) {
      const method = life.pick(life.engine.store.paymentMethods.values().filter(({ customer }) => customer !== null));
      if (method) life.engine.paymentMethods.update(method.id, { metadata: { label: life.fresh('label') } });
      return method !== undefined;
    },
  },
  {
    name: 'detach payment method',
    weight: 1,
    run(life) {
      const method = life.pick(life.engine.store.paymentMethods.values().filter(({ customer }) => customer !== null));
      if (!method) return false;
      life.settle(method.customer);
      life.engine.paymentMethods.detach(method.id);
      return true;
    },
  },
  {
    name: 'delete customer',
    weight: 1,
    run(life) {
      const all = life.engine.store.customers.values();
      const customer = life.pick(all);
      if (!customer || all.length < 2) return false;
      life.engine.customers.delete(customer.id);
      return true;
    },
  },
];
