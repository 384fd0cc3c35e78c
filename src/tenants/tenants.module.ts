import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Env } from '../config/env.js';
import { EntitlementCache } from './entitlement.cache.js';
import { EntitlementService } from './entitlement.service.js';
import { EntitlementsController } from './entitlements.controller.js';
import { MemoryEntitlementCache } from './memory.entitlement-cache.js';
import { RedisEntitlementCache } from './redis.entitlement-cache.js';
import { OwnPages } from './own-pages.js';
import { TenantChange } from './tenant-change.entity.js';
import { TenantBillingRepository } from './tenant-billing.repository.js';
import { TenantCustomer } from './tenant-customer.entity.js';
import { TenantDerivation } from './tenant.derivation.js';
import { Tenant } from './tenant.entity.js';
import { TenantFanOut } from './tenant.fan-out.js';
import { TenantRepository } from './tenant.repository.js';
import { TenantService } from './tenant.service.js';
import { Workspace } from './workspace.entity.js';
import { WorkspaceService } from './workspace.service.js';

/** Global: gating a feature is what every module of the adopter's wants. */
@Module({})
export class TenantsModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: TenantsModule,
      global: true,
      imports: [TypeOrmModule.forFeature([Tenant, TenantCustomer, TenantChange, Workspace])],
      controllers: env.ROLE === 'worker' ? [] : [EntitlementsController],
      providers: [
        TenantDerivation,
        TenantFanOut,
        OwnPages,
        TenantBillingRepository,
        TenantRepository,
        TenantService,
        WorkspaceService,
        EntitlementService,
        { provide: EntitlementCache, useClass: env.REDIS_URL ? RedisEntitlementCache : MemoryEntitlementCache },
      ],
      exports: [
        OwnPages,
        TenantBillingRepository,
        TenantRepository,
        TenantService,
        WorkspaceService,
        EntitlementService,
      ],
    };
  }
}
