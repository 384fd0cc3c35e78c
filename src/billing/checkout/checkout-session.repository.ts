import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { CheckoutSession, type CheckoutSessionColumns } from './checkout-session.entity.js';

@Injectable()
export class CheckoutSessionRepository extends MirrorRepository<CheckoutSessionColumns> {
  constructor() {
    super({ entity: CheckoutSession, touches: 'customerId' });
  }
}
