import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { PromotionCode, type PromotionCodeColumns } from './promotion-code.entity.js';

@Injectable()
export class PromotionCodeRepository extends MirrorRepository<PromotionCodeColumns> {
  constructor() {
    super({ entity: PromotionCode });
  }
}
