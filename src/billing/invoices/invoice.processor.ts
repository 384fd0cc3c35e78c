import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toInvoice } from './invoice.mapper.js';
import { InvoiceRepository } from './invoice.repository.js';

@Injectable()
export class InvoiceProcessor {
  constructor(private readonly invoices: InvoiceRepository) {}

  /** `invoice.upcoming` is a preview without a row: its event is stored, for whoever follows it. */
  @OnStripeEvent(
    'invoice.created',
    'invoice.finalized',
    'invoice.finalization_failed',
    'invoice.updated',
    'invoice.sent',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice.payment_failed',
    'invoice.payment_action_required',
    'invoice.payment_attempt_required',
    'invoice.will_be_due',
    'invoice.overdue',
    'invoice.overpaid',
    'invoice.voided',
    'invoice.marked_uncollectible',
    'invoice.deleted',
    'invoice.upcoming',
  )
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.invoices.apply(tx, event, toInvoice);
  }
}
