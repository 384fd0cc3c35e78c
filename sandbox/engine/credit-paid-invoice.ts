import type { CreditedRefund } from '../objects/credit-note.js';
import type { Invoice } from '../objects/invoice.js';
import type { EngineContext } from './context.js';
import { changeBalance } from './customer-balance.js';
import { invalidRequest } from './errors.js';
import { Refunds } from './refunds.js';

/** How a paid invoice gives back; minor units, adding up to the credit note. */
export interface Settlement {
  /** To the customer's balance, for later invoices. */
  credit_amount?: number;
  /** Outside of Stripe. */
  out_of_band_amount?: number;
  /** By a new refund of the invoice's charge. */
  refund_amount?: number;
  /** By refunds that were made before. */
  refunds?: readonly { refund?: string; amount_refunded?: number }[];
}

export interface Settled {
  readonly balanceTransaction: string | null;
  readonly refunds: readonly CreditedRefund[];
}

/** @throws StripeApiError before anything is given back */
export function creditPaidInvoice(
  ctx: EngineContext,
  invoice: Invoice,
  creditNote: string,
  total: number,
  { credit_amount = 0, out_of_band_amount = 0, refund_amount = 0, refunds = [] }: Settlement,
): Settled {
  const { store } = ctx;
  const linked = refunds.map(({ amount_refunded, refund }) =>
    linkedRefund(ctx, invoice, refund ?? '', amount_refunded),
  );
  const parts = [credit_amount, out_of_band_amount, refund_amount, ...linked.map((one) => one.amount_refunded)];
  const sum = parts.reduce((all, part) => all + part, 0);
  if (parts.some((part) => part < 0) || sum !== total) {
    throw invalidRequest(
      `The sum of credit amount, refund amount and out of band amount (${sum}) must equal the credit note amount (${total}).`,
      'amount',
    );
  }
  const customer = credit_amount > 0 ? store.customers.get(invoice.customer, 'customer') : undefined;
  const made = refund_amount > 0 ? [refundOf(ctx, invoice, refund_amount)] : [];
  const reason = { credit_note: creditNote, invoice: invoice.id, type: 'credit_note' } as const;
  const entry = customer && changeBalance(ctx, customer, -credit_amount, reason);
  return { balanceTransaction: entry?.id ?? null, refunds: [...made, ...linked] };
}

function refundOf(ctx: EngineContext, invoice: Invoice, amount: number): CreditedRefund {
  const charge = ctx.store.intentOfInvoice(invoice.id)?.latest_charge;
  if (!charge) throw invalidRequest('The invoice was not paid by a charge that could be refunded.', 'refund_amount');
  const refund = new Refunds(ctx).create({ amount, charge });
  return { amount_refunded: amount, payment_record_refund: null, refund: refund.id, type: 'refund' };
}

/** A refund belongs to the invoice by its charge, and is credited no more than once. */
function linkedRefund({ store }: EngineContext, invoice: Invoice, id: string, wanted?: number): CreditedRefund {
  const refund = store.refunds.get(id, 'refunds[0][refund]');
  const notes = (store.creditNotesOfInvoice.get(invoice.id) ?? []).flatMap(
    (note) => store.creditNotes.get(note).refunds,
  );
  const taken = notes.filter((one) => one.refund === id).reduce((sum, one) => sum + one.amount_refunded, 0);
  const amount = wanted ?? refund.amount - taken;
  if (refund.charge !== store.intentOfInvoice(invoice.id)?.latest_charge || amount > refund.amount - taken) {
    throw invalidRequest(`The refund ${id} cannot be linked to a credit note of ${invoice.id}.`, 'refunds[0][refund]');
  }
  return { amount_refunded: amount, payment_record_refund: null, refund: id, type: 'refund' };
}
