import { belongingsOf } from './belongings.js';
import type { StripeEvent } from './stripe.types.js';

const event = (type: string, object: object, previous?: object): StripeEvent =>
  Object.assign(Object.create(null), { id: 'evt_1', type, data: { object, previous_attributes: previous } });

describe('belongingsOf', () => {
  it('names the object, what it names of the same customer, and whom it named before', () => {
    const detached = event(
      'payment_method.detached',
      { id: 'pm_1', object: 'payment_method', customer: null },
      { customer: 'cus_1' },
    );
    expect(belongingsOf(detached)).toEqual([
      { kind: 'payment_methods', id: 'pm_1' },
      { kind: 'customers', id: 'cus_1' },
    ]);
  });

  it('reads ids that are expanded, and those of today’s shapes', () => {
    const invoice = event('invoice.paid', {
      id: 'in_1',
      object: 'invoice',
      customer: { id: 'cus_1', object: 'customer' },
      parent: { subscription_details: { subscription: 'sub_1' } },
    });
    expect(belongingsOf(invoice)).toEqual([
      { kind: 'invoices', id: 'in_1' },
      { kind: 'customers', id: 'cus_1' },
      { kind: 'subscriptions', id: 'sub_1' },
    ]);
    const taxId = event('customer.tax_id.created', {
      id: 'txi_1',
      object: 'tax_id',
      owner: { type: 'customer', customer: 'cus_1' },
    });
    expect(belongingsOf(taxId)).toContainEqual({ kind: 'customers', id: 'cus_1' });
  });

  it('finds an object that nobody keeps, and a preview without an id, by its customer', () => {
    for (const object of [{ id: 'card_1', object: 'card' }, { object: 'invoice' }]) {
      const found = belongingsOf(event('invoice.upcoming', { ...object, customer: 'cus_1' }));
      expect(found).toEqual([{ kind: 'customers', id: 'cus_1' }]);
    }
  });

  it('knows a thin event by the object that it is about', () => {
    const thin = Object.assign(Object.create(null), {
      id: 'evt_1',
      object: 'v2.core.event',
      type: 'v1.customer.updated',
      related_object: { id: 'cus_1', type: 'customer' },
    });
    expect(belongingsOf(thin)).toEqual([{ kind: 'customers', id: 'cus_1' }]);
  });

  it('makes no two customers one for what they share', () => {
    const discount = event('customer.discount.created', {
      id: 'di_1',
      object: 'discount',
      customer: 'cus_1',
      coupon: 'SPRING',
      promotion_code: 'promo_1',
    });
    expect(belongingsOf(discount)).toEqual([{ kind: 'customers', id: 'cus_1' }]);
  });
});
