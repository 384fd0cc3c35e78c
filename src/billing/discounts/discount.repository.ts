import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { Discount, type DiscountColumns } from './discount.entity.js';

@Injectable()
export class DiscountRepository extends MirrorRepository<DiscountColumns> {
  constructor() {
    super({ entity: Discount, observed: 'discount' });
  }
}
