import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { balanceTransactionsOf } from '../../stripe/shapes/balance-transactions.js';
import { Payout, type PayoutColumns } from './payout.entity.js';

@Injectable()
export class PayoutRepository extends MirrorRepository<PayoutColumns> {
  constructor() {
    super({ entity: Payout, names: balanceTransactionsOf });
  }
}
