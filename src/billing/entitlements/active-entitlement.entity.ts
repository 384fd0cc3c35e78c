import { Column, Entity } from 'typeorm';
import { TEXT } from '../../database/columns.js';
import { OwnedEntity, type OwnedColumns } from '../../database/mirror.entity.js';

/** A feature that a customer may use, by what it has bought; `parent_id` is the customer. */
@Entity('active_entitlements')
export class ActiveEntitlement extends OwnedEntity {
  @Column(TEXT)
  featureId: string | null;

  /** The name that code asks for. */
  @Column(TEXT)
  lookupKey: string | null;
}

export type ActiveEntitlementColumns = OwnedColumns<ActiveEntitlement>;
