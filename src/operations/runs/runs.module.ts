import { Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { OperationsModule } from '../operations.module.js';
import { BackgroundRuns } from './background-runs.js';
import { ReconcileRuns } from './reconcile-runs.js';
import { ReconcileViewRepository } from './reconcile-view.repository.js';
import { ReconcileController } from './reconcile.controller.js';
import { ReconcileView } from './reconcile.view.js';
import { RunList } from './run-list.js';
import { RunRepository } from './run.repository.js';
import { RunsController } from './runs.controller.js';
import { VerifyRuns } from './verify-runs.js';
import { VerifyViewRepository } from './verify-view.repository.js';
import { VerifyController } from './verify.controller.js';
import { VerifyView } from './verify.view.js';

/** Reconcile and verify, for operators: what they have found, and having them run. */
@Module({})
export class RunsModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: RunsModule,
      imports: [OperationsModule],
      controllers: env.ROLE === 'worker' ? [] : [RunsController, ReconcileController, VerifyController],
      providers: [
        BackgroundRuns,
        ReconcileRuns,
        ReconcileView,
        ReconcileViewRepository,
        RunList,
        RunRepository,
        VerifyRuns,
        VerifyView,
        VerifyViewRepository,
      ],
    };
  }
}
