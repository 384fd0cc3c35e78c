import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { Product, type ProductColumns } from './product.entity.js';

@Injectable()
export class ProductRepository extends MirrorRepository<ProductColumns> {
  constructor() {
    super({ entity: Product, catalog: 'product' });
  }
}
