import { churnOf, share, standings, type Moved } from './movements.js';

const moved = (n: number, currency: string, more: Partial<Moved>): Moved => ({
  n,
  currency,
  new: 0,
  expansion: 0,
  contraction: 0,
  churn: 0,
  reactivation: 0,
  newCustomers: 0,
  churnedCustomers: 0,
  reactivatedCustomers: 0,
  ...more,
});
const PERIODS = ['01', '02'].map((month) => ({ period: `2026-${month}-01`, starts: `2026-${month}`, ends: '' }));

it('periods join without a gap, in each currency, also where nothing moves', () => {
  const rows = [
    moved(0, 'usd', { new: 2000, newCustomers: 80 }),
    moved(1, 'usd', { expansion: 90, contraction: -30, churn: -38, churnedCustomers: 2 }),
    moved(2, 'eur', { new: 7, newCustomers: 1 }),
  ];
  const told = standings(PERIODS, rows);
  expect(told.map(({ period, currency, opening, closing }) => [period, currency, opening, closing])).toEqual([
    ['2026-01-01', 'eur', 0, 0],
    ['2026-01-01', 'usd', 2000, 2022],
    ['2026-02-01', 'eur', 0, 7],
    ['2026-02-01', 'usd', 2022, 2022],
  ]);
  expect(told[1] && churnOf(told[1])).toMatchObject({
    customersAtStart: 80,
    customersAtEnd: 78,
    customerChurn: 0.025,
    revenueChurn: 0.034,
    netRetention: 1.011,
  });
});

it.each([
  [1, 3, 0.3333],
  [2, 3, 0.6667],
  [1, 20_000, 0.0001],
  [-1, 20_000, -0.0001],
  [1, 0, null],
])('%i of %i is %j', (part, whole, expected) => {
  expect(share(part, whole)).toBe(expected);
});
