import type { VersionMove } from './move.js';

/** Before 2024-04-10: `product.features`, beside the `marketing_features` they were renamed to. */
export const productFeatures: VersionMove = {
  since: '2024-04-10',
  object: 'product',
  downgrade(fields) {
    return { ...fields, features: fields['marketing_features'] };
  },
};
