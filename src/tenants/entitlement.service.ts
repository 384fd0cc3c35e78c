import { Injectable } from '@nestjs/common';
import { isId } from '../stripe/shapes/id.js';
import { EntitlementCache } from './entitlement.cache.js';
import { NOTHING, type Entitlements } from './entitlements.js';
import { TenantRepository } from './tenant.repository.js';

/** What a tenant may use now: the one way to ask, made for every request of yours. */
@Injectable()
export class EntitlementService {
  constructor(
    private readonly cache: EntitlementCache,
    private readonly tenants: TenantRepository,
  ) {}

  /**
   * As committed, or at most 30 s older (docs/tenants.md). Nobody's tenant may use nothing.
   *
   * @param account connected account, '' for your own.
   * @example
   * const { features, limits } = await entitlements.featuresOf('', tenantId);
   * if (!features.includes('sso')) throw new ForbiddenException();
   */
  async featuresOf(account: string, tenantId: string): Promise<Entitlements> {
    if (!isId(tenantId) || (account !== '' && !isId(account))) return NOTHING;
    const key = { account, id: tenantId };
    const cached = await this.cache.get(key);
    if (cached) return cached;
    const entitlements = (await this.tenants.entitlements(key)) ?? NOTHING;
    this.cache.put(key, entitlements);
    return entitlements;
  }
}
