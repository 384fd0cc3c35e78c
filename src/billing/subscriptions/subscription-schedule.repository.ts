import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { SubscriptionSchedule, type SubscriptionScheduleColumns } from './subscription-schedule.entity.js';
import { SubscriptionSchedulePhase } from './subscription-schedule-phase.entity.js';

@Injectable()
export class SubscriptionScheduleRepository extends MirrorRepository<SubscriptionScheduleColumns> {
  constructor() {
    super({ entity: SubscriptionSchedule, owned: { phases: SubscriptionSchedulePhase } });
  }
}
