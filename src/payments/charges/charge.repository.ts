import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { Charge, type ChargeColumns } from './charge.entity.js';
import { balanceTransactionsOf } from '../../stripe/shapes/balance-transactions.js';
import { chargeRefunds } from '../../stripe/shapes/charge-refunds.js';
import { toRefund } from './refund.mapper.js';
import { RefundRepository } from './refund.repository.js';

@Injectable()
export class ChargeRepository extends MirrorRepository<ChargeColumns> {
  constructor(refunds: RefundRepository) {
    super({
      entity: Charge,
      volatile: ['receiptUrl'],
      embedded: [{ repository: refunds, objects: chargeRefunds, toRow: toRefund }],
      names: balanceTransactionsOf,
    });
  }
}
