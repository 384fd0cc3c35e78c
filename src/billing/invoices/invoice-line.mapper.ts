import { currencyOf } from '../../stripe/shapes/currency.js';
import { hash, integer, seconds, text } from '../../stripe/shapes/fields.js';
import { lineId, lineOrigin } from '../../stripe/shapes/invoice-line.js';
import { list } from '../../stripe/shapes/list.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { lineDiscount, lineTax } from '../../stripe/shapes/taxes.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { InvoiceLineColumns } from './invoice-line.entity.js';

/** All lines of an invoice that the snapshot holds. */
export function toInvoiceLines(invoice: StripeObject): InvoiceLineColumns[] {
  const seen = new Map<string, number>();
  return list(invoice, 'lines').map((line) => {
    const id = lineId(line);
    const earlier = seen.get(id) ?? 0;
    seen.set(id, earlier + 1);
    // before 2019 two lines of one subscription could share an id; both count
    return toInvoiceLine(line, earlier === 0 ? id : `${id}#${earlier + 1}`);
  });
}

function toInvoiceLine(line: StripeObject, id: string): InvoiceLineColumns {
  const period = hash(line, 'period') ?? {};
  return {
    id,
    amount: integer(line, 'amount'),
    currency: currencyOf(line),
    description: text(line, 'description'),
    quantity: integer(line, 'quantity'),
    ...lineOrigin(line),
    tax: lineTax(line),
    amountDiscount: lineDiscount(line),
    periodStart: seconds(period, 'start'),
    periodEnd: seconds(period, 'end'),
    metadata: metadataOf(line),
  };
}
