import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { Price, type PriceColumns } from './price.entity.js';

@Injectable()
export class PriceRepository extends MirrorRepository<PriceColumns> {
  constructor() {
    super({ entity: Price, catalog: 'price' });
  }
}
