import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { ActiveEntitlementSummary, type ActiveEntitlementSummaryColumns } from './active-entitlement-summary.entity.js';
import { ActiveEntitlement } from './active-entitlement.entity.js';

@Injectable()
export class ActiveEntitlementSummaryRepository extends MirrorRepository<ActiveEntitlementSummaryColumns> {
  constructor() {
    super({
      entity: ActiveEntitlementSummary,
      owned: { entitlements: ActiveEntitlement },
      touches: 'id',
    });
  }
}
