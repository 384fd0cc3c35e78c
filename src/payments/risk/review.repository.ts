import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { Review, type ReviewColumns } from './review.entity.js';

@Injectable()
export class ReviewRepository extends MirrorRepository<ReviewColumns> {
  constructor() {
    super({ entity: Review });
  }
}
