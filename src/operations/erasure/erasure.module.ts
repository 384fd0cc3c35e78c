import { Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { OperationsModule } from '../operations.module.js';
import { Barrier } from './barrier.js';
import { BelongingsRepository } from './belongings.repository.js';
import { Erasure } from './erasure.js';
import { ErasureController } from './erasure.controller.js';
import { ErasureSchedule } from './erasure.schedule.js';
import { EventClearing } from './event-clearing.js';
import { MarkRepository } from './mark.repository.js';
import { NoteClearing } from './note-clearing.js';
import { PayloadClearing } from './payload-clearing.js';
import { PreviewRepository } from './preview.repository.js';
import { RowClearing } from './row-clearing.js';

/** Customers who want to be forgotten. */
@Module({})
export class ErasureModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: ErasureModule,
      imports: [OperationsModule],
      controllers: env.ROLE === 'worker' ? [] : [ErasureController],
      providers: [
        Barrier,
        BelongingsRepository,
        Erasure,
        ErasureSchedule,
        EventClearing,
        MarkRepository,
        NoteClearing,
        PayloadClearing,
        PreviewRepository,
        RowClearing,
      ],
      exports: [Erasure],
    };
  }
}
