import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TEXT } from '../database/columns.js';

/** To which tenant a customer of Stripe's belongs. The row is there before the customer's own, when its subscription came first. */
@Entity('tenant_customers')
export class TenantCustomer {
  /** Connected account, '' for the own account. */
  @PrimaryColumn('text', { default: '' })
  account: string;

  @PrimaryColumn('text')
  customerId: string;

  /** What the adopter's own code said; it counts before what objects say. */
  @Column(TEXT)
  assignedTenantId: string | null;

  /** Null while nothing says. */
  @Column(TEXT)
  tenantId: string | null;
}
