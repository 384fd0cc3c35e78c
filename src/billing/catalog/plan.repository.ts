import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { Plan, type PlanColumns } from './plan.entity.js';

@Injectable()
export class PlanRepository extends MirrorRepository<PlanColumns> {
  constructor() {
    super({ entity: Plan });
  }
}
