import type { CreditNoteLine } from '../objects/credit-note-line.js';
import type { DiscountAmount } from '../objects/discount.js';
import type { Invoice } from '../objects/invoice.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import type { Store } from './store.js';

/** Minor units: `subtotal` before discounts, `off` what they take, `total` what is credited. */
export function sumsOf(lines: readonly CreditNoteLine[]) {
  const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0);
  const off = lines.reduce((sum, line) => sum + line.discount_amount, 0);
  const sums = new Map<string, number>();
  for (const { amount, discount } of lines.flatMap(({ discount_amounts }) => discount_amounts)) {
    sums.set(discount, (sums.get(discount) ?? 0) + amount);
  }
  const discounts = [...sums].map(([discount, amount]): DiscountAmount => ({ amount, discount }));
  return { discounts, off, subtotal, total: subtotal - off };
}

/** @throws StripeApiError for more than is left to credit */
export function requireCreditable(
  { store }: EngineContext,
  invoice: Invoice,
  amount: number,
  linked: readonly { refund?: string }[],
): void {
  const { post_payment_credit_notes_amount, pre_payment_credit_notes_amount, status, total } = invoice;
  if (status === 'draft' || status === 'void') {
    throw invalidRequest(`You cannot issue a credit note for an invoice that is ${status}.`, 'invoice');
  }
  if (store.intentOfInvoice(invoice.id)?.status === 'processing') {
    throw invalidRequest('A payment for this invoice is under way.', 'invoice');
  }
  const left =
    status === 'paid'
      ? total -
        post_payment_credit_notes_amount -
        pre_payment_credit_notes_amount -
        refundedAlone(store, invoice, linked)
      : invoice.amount_remaining;
  if (amount >= 1 && amount <= left) return;
  throw invalidRequest(`The credit (${amount}) must be between 1 and what is left to credit (${left}).`, 'amount');
}

/** What was refunded without a credit note, minor units; it cannot be given back a second time. */
function refundedAlone(store: Store, invoice: Invoice, linked: readonly { refund?: string }[]): number {
  const charge = store.intentOfInvoice(invoice.id)?.latest_charge ?? '';
  const refunds = (store.refundsOfCharge.get(charge) ?? []).map((id) => store.refunds.get(id));
  const notes = (store.creditNotesOfInvoice.get(invoice.id) ?? []).flatMap((id) => store.creditNotes.get(id).refunds);
  const named = new Set([...notes.map(({ refund }) => refund), ...linked.map(({ refund }) => refund)]);
  const alone = refunds.filter(({ id, status }) => status !== 'failed' && !named.has(id));
  return alone.reduce((sum, { amount }) => sum + amount, 0);
}
