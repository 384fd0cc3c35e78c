import { invoiceRendering } from './invoice-rendering.move.js';

it('invoice-rendering: the options went by both names', () => {
  const rendering = { amount_tax_display: 'include_inclusive_tax' };
  expect(invoiceRendering.downgrade({ id: 'in_1', rendering }, {})).toEqual({
    id: 'in_1',
    rendering,
    rendering_options: rendering,
  });
  expect(invoiceRendering.downgrade({ rendering: null }, {})).toEqual({ rendering: null, rendering_options: null });
});
