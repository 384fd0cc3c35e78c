import { invoiceTaxPercent, subscriptionTaxPercent } from './tax-percent.move.js';

it.each([
  ['subscription', subscriptionTaxPercent],
  ['invoice', invoiceTaxPercent],
])('tax-percent: the %s had one tax rate in percent, null beside tax rates', (object, move) => {
  expect(move.object).toBe(object);
  expect(move.downgrade({ id: 'x_1', default_tax_rates: [] }, {})).toEqual({
    id: 'x_1',
    default_tax_rates: [],
    tax_percent: null,
  });
});
