import { Column, Entity } from 'typeorm';
import { FLAG } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';
import type { ActiveEntitlementColumns } from './active-entitlement.entity.js';

/** That Stripe has told what a customer may use; the row's `id` is the customer's. Without entitlements: nothing. */
@Entity('active_entitlement_summaries')
export class ActiveEntitlementSummary extends MirrorEntity {
  /** False when the snapshot's list was cut and there is no key to read the rest with. */
  @Column(FLAG)
  complete: boolean | null;
}

export interface ActiveEntitlementSummaryColumns extends MirrorColumns<ActiveEntitlementSummary> {
  readonly entitlements: ActiveEntitlementColumns[];
}
