import { Module } from '@nestjs/common';
import { OperationsModule } from '../operations.module.js';
import { OldEvents } from './old-events.js';
import { OldRows } from './old-rows.js';
import { PayloadMonths } from './payload-months.js';
import { PayloadRotation } from './payload-rotation.js';
import { Retention } from './retention.js';
import { RetentionSchedule } from './retention.schedule.js';

/** How long things are kept. */
@Module({
  imports: [OperationsModule],
  providers: [OldEvents, OldRows, PayloadMonths, PayloadRotation, Retention, RetentionSchedule],
  exports: [PayloadRotation, Retention],
})
export class RetentionModule {}
