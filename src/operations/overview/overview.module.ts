import { Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { OperationsModule } from '../operations.module.js';
import { ProcessesModule } from '../processes/processes.module.js';
import { LiveOverview } from './live-overview.js';
import { OverviewController } from './overview.controller.js';
import { OverviewReader } from './overview.reader.js';
import { OverviewRepository } from './overview.repository.js';

/** How it goes, at a glance. */
@Module({})
export class OverviewModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: OverviewModule,
      imports: [OperationsModule, ProcessesModule],
      controllers: env.ROLE === 'worker' ? [] : [OverviewController],
      providers: [LiveOverview, OverviewReader, OverviewRepository],
    };
  }
}
