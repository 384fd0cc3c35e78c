import { newProduct } from '../objects/product.js';
import { planName } from './plan-name.move.js';

it('plan-name: the plan bore the name of its product', () => {
  const product = newProduct({
    id: 'prod_1',
    active: true,
    created: 1,
    default_price: null,
    description: null,
    metadata: {},
    name: 'Gold',
    updated: 1,
  });
  const plan = { id: 'price_1', product: 'prod_1' };
  expect(planName.downgrade(plan, { products: { prod_1: product } })).toEqual({
    ...plan,
    name: 'Gold',
    statement_descriptor: null,
  });
  expect(planName.downgrade(plan, {})).toEqual({ ...plan, name: null, statement_descriptor: null });
});
