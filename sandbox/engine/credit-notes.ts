import { type CreditNote, newCreditNote } from '../objects/credit-note.js';
import type { CreditNoteLine } from '../objects/credit-note-line.js';
import { pretaxCredits } from '../objects/discount.js';
import type { Invoice } from '../objects/invoice.js';
import { listOf } from '../objects/stripe-object.js';
import type { EngineContext } from './context.js';
import { type CreditLineParam, creditLines, plainLine } from './credit-note-lines.js';
import { reduceOpenInvoice, restoreOpenInvoice } from './credit-open-invoice.js';
import { creditPaidInvoice, type Settled, type Settlement } from './credit-paid-invoice.js';
import { invalidRequest, missingParameter } from './errors.js';
import { given, mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';
import { requireCreditable, sumsOf } from './credit-note-amounts.js';
import { append } from './store.js';

export interface CreditNoteCreate extends Settlement {
  invoice: string;
  /** Minor units; or `lines`. */
  amount?: number;
  lines?: readonly CreditLineParam[];
  memo?: string;
  reason?: string;
  metadata?: MetadataParam;
}

const REASONS = ['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory'];

export class CreditNotes {
  constructor(private readonly ctx: EngineContext) {}

  /**
   * An open invoice asks for less, and is paid when nothing is left. A paid one gives back: by refund, as credit in the
   * customer's balance, outside of Stripe, or by all three, which must add up.
   */
  create(params: CreditNoteCreate): CreditNote {
    const { ids, record, store } = this.ctx;
    const invoice = store.invoices.get(params.invoice, 'invoice');
    const lines = this.linesOf(invoice, params);
    const id = ids.timed('cn');
    const totals = sumsOf(lines);
    requireCreditable(this.ctx, invoice, totals.total, params.refunds ?? []);
    if (params.reason !== undefined && !REASONS.includes(params.reason)) {
      throw invalidRequest(`Invalid reason: must be one of ${REASONS.join(', ')}`, 'reason');
    }
    const paid = invoice.status === 'paid';
    const settled = paid ? creditPaidInvoice(this.ctx, invoice, id, totals.total, params) : NOT_SETTLED;
    const note = this.build(id, invoice, params, lines, settled);
    append(store.creditNotesOfInvoice, invoice.id, id);
    const created = record.create(store.creditNotes, note, 'credit_note.created');
    const current = store.invoices.get(invoice.id);
    if (paid) {
      const patch = {
        post_payment_credit_notes_amount: current.post_payment_credit_notes_amount + note.amount,
      };
      record.update(store.invoices, current, patch, 'invoice.updated');
    } else reduceOpenInvoice(this.ctx, current, note.amount);
    return created;
  }

  /** The note as it would be, before anything is settled. */
  preview(params: CreditNoteCreate): CreditNote {
    const { ids, store } = this.ctx;
    const invoice = store.invoices.get(params.invoice, 'invoice');
    const lines = this.linesOf(invoice, params);
    requireCreditable(this.ctx, invoice, sumsOf(lines).total, params.refunds ?? []);
    return this.build(ids.timed('cn'), invoice, params, lines, NOT_SETTLED);
  }

  update(id: string, { memo, metadata }: { memo?: string; metadata?: MetadataParam }): CreditNote {
    const { record, store } = this.ctx;
    const note = store.creditNotes.get(id);
    const patch = { ...given({ memo }), metadata: mergeMetadata(note.metadata, metadata) };
    return record.update(store.creditNotes, note, patch, 'credit_note.updated');
  }

  /** The open invoice asks for the whole again. What was paid back cannot be voided. */
  void(id: string): CreditNote {
    const { clock, record, store } = this.ctx;
    const note = store.creditNotes.get(id);
    const invoice = store.invoices.get(note.invoice);
    if (note.status === 'void') throw invalidRequest(`Credit note ${id} is already void.`);
    if (invoice.status !== 'open') throw invalidRequest('You can only void a credit note whose invoice is open.');
    const patch = { status: 'void', voided_at: clock.now() } as const;
    const voided = record.step(store.creditNotes, note, patch, 'credit_note.voided');
    restoreOpenInvoice(this.ctx, invoice, note.amount);
    return voided;
  }

  private linesOf(invoice: Invoice, { amount, lines, memo }: CreditNoteCreate): CreditNoteLine[] {
    if (lines && lines.length > 0) {
      const credited = creditLines(this.ctx, invoice, lines);
      if (amount === undefined || amount === sumsOf(credited).total) return credited;
      throw invalidRequest('The amount must be the sum of the lines.', 'amount');
    }
    if (amount === undefined) throw missingParameter('amount');
    if (amount < 1) throw invalidRequest('The amount must be greater than or equal to 1.', 'amount');
    return [plainLine(this.ctx, amount, memo ?? `Credit for ${invoice.number ?? invoice.id}`)];
  }

  private build(
    id: string,
    invoice: Invoice,
    params: CreditNoteCreate,
    lines: CreditNoteLine[],
    { balanceTransaction, refunds }: Settled,
  ): CreditNote {
    const { clock, store } = this.ctx;
    const { discounts, off, subtotal, total } = sumsOf(lines);
    const paid = invoice.status === 'paid';
    const nth = (store.creditNotesOfInvoice.get(invoice.id) ?? []).length + 1;
    return newCreditNote({
      id,
      amount: total,
      created: clock.now(),
      currency: invoice.currency,
      customer: invoice.customer,
      customer_balance_transaction: balanceTransaction,
      discount_amount: off,
      discount_amounts: discounts,
      effective_at: clock.now(),
      invoice: invoice.id,
      lines: listOf(`/v1/credit_notes/${id}/lines`, lines),
      memo: params.memo ?? null,
      metadata: newMetadata(params.metadata),
      number: `${invoice.number}-CN-${String(nth).padStart(2, '0')}`,
      out_of_band_amount: params.out_of_band_amount ?? null,
      pdf: `https://pay.stripe.com/credit_notes/sandbox/${id}/pdf`,
      post_payment_amount: paid ? total : 0,
      pre_payment_amount: paid ? 0 : total,
      pretax_credit_amounts: pretaxCredits(discounts),
      reason: params.reason ?? null,
      refunds,
      status: 'issued',
      subtotal,
      subtotal_excluding_tax: subtotal,
      total,
      total_excluding_tax: total,
      type: paid ? 'post_payment' : 'pre_payment',
      voided_at: null,
    });
  }
}

const NOT_SETTLED: Settled = { balanceTransaction: null, refunds: [] };
