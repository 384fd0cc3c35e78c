import type { Invoice } from '../objects/invoice.js';
import { finalize, finalizeAndPay, payInvoice } from './collect.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { changeBalance } from './customer-balance.js';
import { locationError } from './finalization-failure.js';
import { resendInvoice } from './invoice-due.js';
import { cancelPayment } from './invoice-steps.js';
import { mergeMetadata, type MetadataParam } from './metadata.js';
import { type PreviewCreate, previewChange } from './preview-change.js';
import { subscriptionForgiven } from './subscription-payment.js';

export class Invoices {
  constructor(private readonly ctx: EngineContext) {}

  /** What a change of its subscription would bill. */
  preview(params: PreviewCreate): Invoice {
    return previewChange(this.ctx, params);
  }

  update(id: string, { metadata }: { metadata?: MetadataParam }): Invoice {
    const { record, store } = this.ctx;
    const invoice = store.invoices.get(id, 'invoice');
    const patch = { metadata: mergeMetadata(invoice.metadata, metadata) };
    return record.update(store.invoices, invoice, patch, 'invoice.updated');
  }

  finalize(id: string): Invoice {
    return this.finalized(finalize(this.ctx, this.ctx.store.invoices.get(id, 'invoice')));
  }

  /** To the customer, who pays by hand; a draft is finalized first. */
  send(id: string): Invoice {
    const invoice = this.ctx.store.invoices.get(id, 'invoice');
    if (invoice.status !== 'draft') return resendInvoice(this.ctx, invoice);
    return this.finalized(finalizeAndPay(this.ctx, invoice));
  }

  pay(id: string, { payment_method }: { payment_method?: string } = {}): Invoice {
    return this.finalized(payInvoice(this.ctx, id, payment_method));
  }

  /**
   * Its payment intent is canceled, and the balance that it used goes back to the customer; the subscription goes on as
   * if it were paid, an incomplete one expires.
   */
  void(id: string): Invoice {
    const { record, store } = this.ctx;
    const invoice = this.collectable(id, 'void');
    if (store.intentOfInvoice(id)?.status === 'processing')
      throw invalidRequest('A payment for this invoice is under way.');
    cancelPayment(this.ctx, id, 'void_invoice');
    const customer = store.customers.find(invoice.customer);
    const used = invoice.starting_balance - (invoice.ending_balance ?? invoice.starting_balance);
    if (customer && used !== 0)
      changeBalance(this.ctx, customer, used, { type: 'unapplied_from_invoice', invoice: id });
    const voided = this.close(invoice, { status: 'void' }, 'voided_at');
    record.emit('invoice.voided', voided);
    subscriptionForgiven(this.ctx, voided);
    return voided;
  }

  markUncollectible(id: string): Invoice {
    const marked = this.close(
      this.collectable(id, 'mark uncollectible'),
      { status: 'uncollectible' },
      'marked_uncollectible_at',
    );
    this.ctx.record.emit('invoice.marked_uncollectible', marked);
    return marked;
  }

  deleteDraft(id: string): void {
    const { record, store } = this.ctx;
    const invoice = store.invoices.get(id, 'invoice');
    if (invoice.status !== 'draft') throw invalidRequest('You can only delete draft invoices.');
    record.remove(store.invoices, invoice, 'invoice.deleted');
  }

  /** What the API says when it could not be finalized; the event has been sent. */
  private finalized(invoice: Invoice): Invoice {
    if (invoice.status === 'draft') throw locationError();
    return invoice;
  }

  private collectable(id: string, action: string): Invoice {
    const invoice = this.ctx.store.invoices.get(id, 'invoice');
    if (invoice.status === 'open' || (invoice.status === 'uncollectible' && action === 'void')) return invoice;
    throw invalidRequest(`You cannot ${action} an invoice that is ${invoice.status}.`);
  }

  private close(invoice: Invoice, patch: Partial<Invoice>, transition: keyof Invoice['status_transitions']): Invoice {
    const { clock, record, store } = this.ctx;
    const status_transitions = { ...invoice.status_transitions, [transition]: clock.now() };
    const closed = { ...patch, auto_advance: false, next_payment_attempt: null, status_transitions };
    return record.update(store.invoices, invoice, closed, 'invoice.updated');
  }
}
