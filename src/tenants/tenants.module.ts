import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TenantCustomer } from './tenant-customer.entity.js';
import { TenantDerivation } from './tenant.derivation.js';
import { Tenant } from './tenant.entity.js';
import { TenantRepository } from './tenant.repository.js';

@Module({
  imports: [TypeOrmModule.forFeature([Tenant, TenantCustomer])],
  providers: [TenantDerivation, TenantRepository],
  exports: [TenantRepository],
})
export class TenantsModule {}
