import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toInvoicePayment } from './invoice-payment.mapper.js';
import { InvoicePaymentRepository } from './invoice-payment.repository.js';

@Injectable()
export class InvoicePaymentProcessor {
  constructor(private readonly invoicePayments: InvoicePaymentRepository) {}

  @OnStripeEvent('invoice_payment.paid')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.invoicePayments.apply(tx, event, toInvoicePayment);
  }
}
