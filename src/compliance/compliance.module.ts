import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Env } from '../config/env.js';
import { HeldRepository } from './held.repository.js';
import { Holds } from './holds.js';
import { HeldRequest } from './refusals/held-request.entity.js';
import { HeldRequestRepository } from './refusals/held-request.repository.js';
import { OldRefusals } from './refusals/old-refusals.js';
import { RefusalsController } from './refusals/refusals.controller.js';
import { HoldRelease } from './releases/hold-release.entity.js';
import { HoldReleases } from './releases/hold-releases.js';
import { HoldsController } from './releases/holds.controller.js';
import { ReleaseRepository } from './releases/release.repository.js';
import { ComplianceRule } from './rules/compliance-rule.entity.js';
import { ComplianceRules } from './rules/compliance-rules.js';
import { RuleRepository } from './rules/rule.repository.js';
import { RulesController } from './rules/rules.controller.js';

/** What operators put a stop to, and what banks and networks do. Whoever sells or gives money back asks {@link Holds}. */
@Global()
@Module({})
export class ComplianceModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: ComplianceModule,
      imports: [TypeOrmModule.forFeature([ComplianceRule, HeldRequest, HoldRelease])],
      controllers: env.ROLE === 'worker' ? [] : [RulesController, HoldsController, RefusalsController],
      providers: [
        ComplianceRules,
        HeldRepository,
        HeldRequestRepository,
        HoldReleases,
        Holds,
        OldRefusals,
        ReleaseRepository,
        RuleRepository,
      ],
      exports: [Holds],
    };
  }
}
