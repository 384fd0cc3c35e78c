import { BASIL, type VersionMove, without } from './move.js';
import { taxAmounts } from './taxes.js';

/** Before basil: `invoice.tax` (minor units, null without tax) and `total_tax_amounts` instead of `total_taxes`. */
export const invoiceTax: VersionMove = {
  since: BASIL,
  object: 'invoice',
  downgrade(fields) {
    const amounts = taxAmounts(fields['total_taxes']);
    const sum = amounts.reduce((total, { amount }) => total + Number(amount), 0);
    return {
      ...without(fields, 'total_taxes'),
      tax: amounts.length === 0 ? null : sum,
      total_tax_amounts: amounts,
    };
  },
};
