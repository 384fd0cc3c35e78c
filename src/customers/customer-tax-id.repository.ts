import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../database/mirror.repository.js';
import { CustomerTaxId, type CustomerTaxIdColumns } from './customer-tax-id.entity.js';

@Injectable()
export class CustomerTaxIdRepository extends MirrorRepository<CustomerTaxIdColumns> {
  constructor() {
    super({ entity: CustomerTaxId });
  }
}
