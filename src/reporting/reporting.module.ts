import { Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '../config/env.js';
import { MrrComputation } from './mrr/mrr.computation.js';
import { MrrDerivation } from './mrr/mrr.derivation.js';
import { MrrFacts } from './mrr/mrr.facts.js';
import { MrrRepository } from './mrr/mrr.repository.js';
import { ReportLanes } from './reports/report-lanes.js';
import { ReportRepository } from './reports/report.repository.js';
import { ReportsController } from './reports/reports.controller.js';
import { ReportService } from './reports/report.service.js';

/** What finance asks: revenue, recurring revenue and what became of it. */
@Module({})
export class ReportingModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: ReportingModule,
      controllers: env.ROLE === 'worker' ? [] : [ReportsController],
      providers: [MrrComputation, MrrDerivation, MrrFacts, MrrRepository, ReportLanes, ReportRepository, ReportService],
    };
  }
}
