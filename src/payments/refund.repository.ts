import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../database/mirror.repository.js';
import { Refund, type RefundColumns } from './refund.entity.js';

@Injectable()
export class RefundRepository extends MirrorRepository<RefundColumns> {
  constructor() {
    super({ entity: Refund });
  }
}
