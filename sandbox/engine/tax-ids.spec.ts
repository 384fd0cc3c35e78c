import type { Invoice } from '../objects/invoice.js';
import type { Subscription } from '../objects/subscription.js';
import { Engine } from './engine.js';

const HOUR = 3_600;

describe('tax ids', () => {
  let engine: Engine;
  let price: string;

  beforeEach(() => {
    engine = new Engine({ seed: 'tax ids', startAt: Date.UTC(2027, 0, 31) / 1000 });
    const product = engine.products.create({ name: 'Plan' }).id;
    const shared = { currency: 'usd', product, recurring: { interval: 'month' } } as const;
    price = engine.prices.create({ ...shared, unit_amount: 1_000 }).id;
  });

  const now = ({ id }: { id: string }) => engine.store.subscriptions.get(id);
  const latest = (subscription: Subscription): Invoice =>
    engine.store.invoices.get(now(subscription).latest_invoice ?? '');
  const typesSince = (mark: number) => engine.events.slice(mark).map(({ type }) => type);
  const customerWith = (token: string, extra: object = {}) =>
    engine.customers.create({ payment_method: token, ...extra }).id;
  const subscribe = (customer: string, extra: object = {}) =>
    engine.subscriptions.create({ customer, items: [{ price }], ...extra });

  describe('tax ids', () => {
    it.each([
      ['eu_vat', 'DE123456789', 'DE', 'pending', 'verified'],
      ['eu_vat', 'FR111111111', 'FR', 'pending', 'unverified'],
      ['gb_vat', 'GB222222222', 'GB', 'pending', 'pending'],
      ['us_ein', '12-3456789', 'US', 'unavailable', 'unavailable'],
    ])('%s %s: of %s, %s at first and %s an hour later', (type, value, country, first, later) => {
      const customer = customerWith('pm_card_visa', { name: 'Acme' });
      const taxId = engine.taxIds.create(customer, { type, value });
      expect(taxId).toMatchObject({ country, owner: { type: 'customer', customer }, verification: { status: first } });
      const mark = engine.events.length;
      engine.advance(HOUR);
      expect(engine.store.taxIds.get(taxId.id).verification.status).toBe(later);
      expect(typesSince(mark).filter((one) => one === 'customer.tax_id.updated')).toHaveLength(first === later ? 0 : 1);
    });

    it('stand on invoices, and go with their customer', () => {
      const tax_id_data = [{ type: 'eu_vat', value: 'DE123456789' }];
      const customer = customerWith('pm_card_visa', { tax_id_data });
      expect(latest(subscribe(customer)).customer_tax_ids).toEqual(tax_id_data);
      engine.customers.delete(customer);
      expect(typesSince(-2)).toEqual(['customer.tax_id.deleted', 'customer.deleted']);
    });

    it.each([
      ['nonsense', '1', 'Invalid type'],
      ['unknown', '12', 'Invalid type'],
      ['eu_vat', '', 'Invalid value'],
      ['eu_vat', '<script>', 'Invalid value'],
    ])('%s %j is refused', (type, value, message) => {
      expect(() => engine.taxIds.create(customerWith('pm_card_visa'), { type, value })).toThrow(message);
    });
  });
});
