import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { InvoicePayment, type InvoicePaymentColumns } from './invoice-payment.entity.js';

@Injectable()
export class InvoicePaymentRepository extends MirrorRepository<InvoicePaymentColumns> {
  constructor() {
    super({ entity: InvoicePayment });
  }
}
