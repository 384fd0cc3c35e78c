import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { PaymentIntent, type PaymentIntentColumns } from './payment-intent.entity.js';

@Injectable()
export class PaymentIntentRepository extends MirrorRepository<PaymentIntentColumns> {
  constructor() {
    super({ entity: PaymentIntent });
  }
}
