import { planTiers } from './plan-tiers.move.js';

it('plan-tiers: the plan had tiers, or null', () => {
  expect(planTiers.downgrade({ id: 'price_1', tiers_mode: null }, {})).toEqual({
    id: 'price_1',
    tiers: null,
    tiers_mode: null,
  });
});
