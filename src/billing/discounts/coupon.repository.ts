import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { Coupon, type CouponColumns } from './coupon.entity.js';

@Injectable()
export class CouponRepository extends MirrorRepository<CouponColumns> {
  constructor() {
    super({ entity: Coupon, observed: 'coupon' });
  }
}
