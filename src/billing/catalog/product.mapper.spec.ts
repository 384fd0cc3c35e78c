import { toProduct } from './product.mapper.js';

const newest = {
  id: 'prod_1',
  object: 'product',
  active: true,
  created: 1_420_070_400,
  default_price: 'price_1',
  description: 'All of it',
  marketing_features: [{ name: 'Unlimited' }, { name: null }],
  metadata: { tier: '2' },
  name: 'Gold',
  tax_code: 'txcd_10000000',
  unit_label: 'seat',
};
const columns = {
  active: true,
  name: 'Gold',
  description: 'All of it',
  defaultPriceId: 'price_1',
  unitLabel: 'seat',
  taxCode: 'txcd_10000000',
  marketingFeatures: ['Unlimited'],
  metadata: { tier: '2' },
  createdAt: new Date('2015-01-01T00:00:00Z'),
};

describe('toProduct', () => {
  it('newest shape', () => {
    expect(toProduct(newest)).toEqual(columns);
  });

  it('until 2024-04: features; expanded ids', () => {
    const { marketing_features: features, ...older } = newest;
    const expanded = { default_price: { id: 'price_1' }, tax_code: { id: 'txcd_10000000' } };
    expect(toProduct({ ...older, ...expanded, features })).toEqual(columns);
  });

  it('2015: goods only', () => {
    const oldest = { id: 'prod_1', object: 'product', active: true, attributes: ['size'], name: 'Gold', metadata: {} };
    expect(toProduct(oldest)).toEqual({
      ...columns,
      description: null,
      defaultPriceId: null,
      unitLabel: null,
      taxCode: null,
      marketingFeatures: [],
      metadata: {},
      createdAt: null,
    });
  });

  it('refuses a flag of another type', () => {
    expect(() => toProduct({ ...newest, active: 'yes' })).toThrow('active is not true or false.');
  });
});
