import { productFeatures } from './product-features.move.js';

it('product-features: the features went by both names', () => {
  const marketing_features = [{ name: 'Reports' }];
  expect(productFeatures.downgrade({ id: 'prod_1', marketing_features }, {})).toEqual({
    id: 'prod_1',
    features: marketing_features,
    marketing_features,
  });
});
