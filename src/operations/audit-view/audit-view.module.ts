import { Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { AuditController } from './audit.controller.js';
import { AuditViewRepository } from './audit-view.repository.js';
import { AuditView } from './audit.view.js';

/** The audit log, for operators. */
@Module({})
export class AuditViewModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: AuditViewModule,
      controllers: env.ROLE === 'worker' ? [] : [AuditController],
      providers: [AuditView, AuditViewRepository],
    };
  }
}
