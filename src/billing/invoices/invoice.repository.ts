import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { Invoice, type InvoiceColumns } from './invoice.entity.js';
import { InvoiceLine } from './invoice-line.entity.js';

@Injectable()
export class InvoiceRepository extends MirrorRepository<InvoiceColumns> {
  constructor() {
    super({ entity: Invoice, owned: { lines: InvoiceLine }, volatile: ['hostedInvoiceUrl', 'invoicePdf'] });
  }
}
