import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** What is remembered of a tenant, as it stands in jsonb. */
export interface TenantState {
  readonly plan: string | null;
  readonly status: string | null;
  readonly quantity: number | null;
  /** ISO 8601, UTC. */
  readonly current_period_end: string | null;
  readonly customer_id: string | null;
  /** Sorted; these three are absent from the changes that the first versions wrote. */
  readonly features?: readonly string[];
  readonly limits?: Readonly<Record<string, number | 'unlimited'>>;
  readonly entitled_by?: 'stripe' | 'plan' | null;
}

/** One change of a tenant, written in the transaction that made it; never changed. */
@Entity('tenant_changes')
export class TenantChange {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  /** Connected account, '' for the own account. */
  @Column('text')
  account: string;

  @Column('text')
  tenantId: string;

  /** Of the transaction, by the database's clock. */
  @Column('timestamptz', { default: () => 'now()' })
  at: Date;

  @Column('jsonb')
  before: TenantState;

  @Column('jsonb')
  after: TenantState;

  /** The newest event that the transaction handled for the tenant; null when no event did: a read, an explicit call. */
  @Column('text', { nullable: true })
  causedBy: string | null;
}
