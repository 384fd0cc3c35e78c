import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { PaymentMethod, type PaymentMethodColumns } from './payment-method.entity.js';

@Injectable()
export class PaymentMethodRepository extends MirrorRepository<PaymentMethodColumns> {
  constructor() {
    super({ entity: PaymentMethod });
  }
}
