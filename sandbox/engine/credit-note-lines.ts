import { type CreditNoteLine, newCreditNoteLine } from '../objects/credit-note-line.js';
import type { DiscountAmount } from '../objects/discount.js';
import type { Invoice } from '../objects/invoice.js';
import type { InvoiceLine } from '../objects/invoice-line.js';
import type { EngineContext } from './context.js';
import { invalidRequest, missingParameter } from './errors.js';
import { type MetadataParam, newMetadata } from './metadata.js';

export interface CreditLineParam {
  type: 'invoice_line_item' | 'custom_line_item';
  /** Of an invoice line: so much of it (minor units, before discounts), or so many; all that is left if neither is given. */
  amount?: number;
  invoice_line_item?: string;
  quantity?: number;
  /** Of a custom line. */
  description?: string;
  unit_amount?: number;
  metadata?: MetadataParam;
}

/** What has been credited of an invoice line, or is left of it. */
interface Part {
  amount: number;
  quantity: number;
  discounts: readonly DiscountAmount[];
}

export function creditLines(
  ctx: EngineContext,
  invoice: Invoice,
  params: readonly CreditLineParam[],
): CreditNoteLine[] {
  const named = params.flatMap(({ invoice_line_item }) => invoice_line_item ?? []);
  if (new Set(named).size < named.length)
    throw invalidRequest('A line can be credited once in a credit note.', 'lines');
  return params.map((param) =>
    param.type === 'custom_line_item' ? customLine(ctx, param) : invoiceLine(ctx, invoice, param),
  );
}

/** The line of a credit note that is no more than an amount. */
export function plainLine({ ids }: EngineContext, amount: number, description: string | null): CreditNoteLine {
  return newCreditNoteLine({
    id: ids.timed('cnli'),
    amount,
    description,
    discount_amounts: [],
    metadata: {},
    quantity: 1,
    unit_amount: amount,
  });
}

function customLine({ ids }: EngineContext, param: CreditLineParam): CreditNoteLine {
  const { description, quantity = 1, unit_amount } = param;
  if (!description) throw missingParameter('lines[0][description]');
  if (unit_amount === undefined) throw missingParameter('lines[0][unit_amount]');
  if (!(unit_amount > 0 && quantity > 0))
    throw invalidRequest('A credit must be greater than 0.', 'lines[0][quantity]');
  return newCreditNoteLine({
    id: ids.timed('cnli'),
    amount: unit_amount * quantity,
    description,
    discount_amounts: [],
    metadata: newMetadata(param.metadata),
    quantity,
    unit_amount,
  });
}

/** Each share is taken of what is left, so that the last one leaves nothing, to the unit. */
function invoiceLine(ctx: EngineContext, invoice: Invoice, param: CreditLineParam): CreditNoteLine {
  const line = invoice.lines.data.find(({ id }) => id === param.invoice_line_item);
  if (!line) {
    throw invalidRequest(`No such invoice line item: '${param.invoice_line_item}'`, 'lines[0][invoice_line_item]');
  }
  const left = leftOf(line, credited(ctx, invoice, line));
  const { amount, quantity } = wanted(left, param);
  const share = (of: number) => (left.amount === 0 ? 0 : Math.round((of * amount) / left.amount));
  return newCreditNoteLine({
    id: ctx.ids.timed('cnli'),
    amount,
    description: line.description,
    discount_amounts: left.discounts.map((one) => ({ amount: share(one.amount), discount: one.discount })),
    invoice_line_item: line.id,
    metadata: newMetadata(param.metadata),
    quantity,
    unit_amount: null,
  });
}

function wanted(left: Part, { amount, quantity }: CreditLineParam): { amount: number; quantity: number | null } {
  if (amount !== undefined && quantity !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: amount, quantity.', 'lines[0][amount]');
  }
  const most = amount === undefined ? left.quantity : left.amount;
  const asked = amount ?? quantity ?? left.quantity;
  if (left.amount <= 0 || asked < 1 || asked > most) {
    throw invalidRequest(`The line has ${left.amount} left to credit.`, 'lines[0][amount]');
  }
  if (amount !== undefined) return { amount, quantity: null };
  return { amount: Math.round((left.amount * asked) / left.quantity), quantity: asked };
}

/** What notes that are not void have credited of the line. */
function credited({ store }: EngineContext, invoice: Invoice, line: InvoiceLine): CreditNoteLine[] {
  const notes = (store.creditNotesOfInvoice.get(invoice.id) ?? []).map((id) => store.creditNotes.get(id));
  const issued = notes.filter(({ status }) => status === 'issued');
  return issued.flatMap(({ lines }) => lines.data.filter((one) => one.invoice_line_item === line.id));
}

function leftOf(line: InvoiceLine, taken: readonly CreditNoteLine[]): Part {
  const amount = taken.reduce((rest, one) => rest - one.amount, line.amount);
  const quantity = taken.reduce((rest, one) => rest - (one.quantity ?? 0), line.quantity);
  const discounts = line.discount_amounts.map(({ amount: off, discount }) => {
    const all = taken.flatMap((one) => one.discount_amounts.filter((part) => part.discount === discount));
    return { amount: all.reduce((rest, part) => rest - part.amount, off), discount };
  });
  // Amounts were credited of it before: what is left is no longer so many of the same.
  const whole = taken.every((one) => one.quantity !== null);
  return { amount, discounts, quantity: whole ? quantity : 1 };
}
