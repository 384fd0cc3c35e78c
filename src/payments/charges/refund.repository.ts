import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { balanceTransactionsOf } from '../../stripe/shapes/balance-transactions.js';
import { Refund, type RefundColumns } from './refund.entity.js';

@Injectable()
export class RefundRepository extends MirrorRepository<RefundColumns> {
  constructor() {
    super({ entity: Refund, names: balanceTransactionsOf });
  }
}
