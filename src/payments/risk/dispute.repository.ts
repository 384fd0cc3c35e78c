import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { balanceTransactionsOf } from '../../stripe/shapes/balance-transactions.js';
import { Dispute, type DisputeColumns } from './dispute.entity.js';

@Injectable()
export class DisputeRepository extends MirrorRepository<DisputeColumns> {
  constructor() {
    super({ entity: Dispute, names: balanceTransactionsOf });
  }
}
