import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DerivedState } from '../database/derived-state.js';
import { TenantRepository } from './tenant.repository.js';

/** Has the tenants computed at the end of each transaction that wrote a row they depend on. */
@Injectable()
export class TenantDerivation implements OnModuleInit {
  constructor(
    private readonly derived: DerivedState,
    private readonly tenants: TenantRepository,
  ) {}

  onModuleInit(): void {
    this.derived.register((tx, customers) => this.tenants.recompute(tx, customers));
  }
}
