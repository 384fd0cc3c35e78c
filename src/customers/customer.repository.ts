import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../database/mirror.repository.js';
import { Customer, type CustomerColumns } from './customer.entity.js';

@Injectable()
export class CustomerRepository extends MirrorRepository<CustomerColumns> {
  constructor() {
    super({ entity: Customer, touches: 'id' });
  }
}
