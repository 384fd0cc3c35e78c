import { Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { OperationsModule } from '../operations.module.js';
import { ProcessesModule } from '../processes/processes.module.js';
import { AlertEvaluator } from './alert.evaluator.js';
import { AlertSchedule } from './alert.schedule.js';
import { AlertsController } from './alerts.controller.js';
import { FiringAlerts } from './firing-alerts.js';
import { IncidentMessages } from './incident-messages.js';
import { IncidentRepository } from './incident.repository.js';
import { Observation } from './observed.js';

/** Looks at what goes wrong and tells the operator, for those who have no Prometheus: docs/alerts.md. */
@Module({})
export class AlertsModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: AlertsModule,
      global: true,
      imports: [OperationsModule, ProcessesModule],
      controllers: env.ROLE === 'worker' ? [] : [AlertsController],
      providers: [AlertEvaluator, AlertSchedule, FiringAlerts, IncidentMessages, IncidentRepository, Observation],
      exports: [FiringAlerts],
    };
  }
}
