import type { Invoice } from '../objects/invoice.js';
import { finalize, payInvoice } from './collect.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { mergeMetadata, type MetadataParam } from './metadata.js';
import { subscriptionForgiven } from './subscription-payment.js';

export class Invoices {
  constructor(private readonly ctx: EngineContext) {}

  update(id: string, { metadata }: { metadata?: MetadataParam }): Invoice {
    const { record, store } = this.ctx;
    const invoice = store.invoices.get(id, 'invoice');
    const patch = { metadata: mergeMetadata(invoice.metadata, metadata) };
    return record.update(store.invoices, invoice, patch, 'invoice.updated');
  }

  finalize(id: string): Invoice {
    return finalize(this.ctx, this.ctx.store.invoices.get(id, 'invoice'));
  }

  pay(id: string, { payment_method }: { payment_method?: string } = {}): Invoice {
    return payInvoice(this.ctx, id, payment_method);
  }

  /** Its payment intent is canceled; the subscription goes on as if it were paid, an incomplete one expires. */
  void(id: string): Invoice {
    const { clock, record, store } = this.ctx;
    const invoice = this.collectable(id, 'void');
    const intent = store.intentOfInvoice(id);
    if (intent?.status === 'processing') throw invalidRequest('A payment for this invoice is under way.');
    const payment = store.paymentOfInvoice.get(id);
    if (payment) {
      const status_transitions = { canceled_at: clock.now(), paid_at: null };
      record.step(store.invoicePayments, store.invoicePayments.get(payment), {
        status: 'canceled',
        status_transitions,
      });
    }
    if (intent) {
      const patch = { canceled_at: clock.now(), cancellation_reason: 'void_invoice', status: 'canceled' } as const;
      record.step(store.paymentIntents, intent, { ...patch, next_action: null }, 'payment_intent.canceled');
    }
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
