import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TEXT, TIME, WHOLE } from '../../database/columns.js';
import type { HeldAction } from '../held.repository.js';

/** What an operator has put a stop to. All conditions must be met; a condition that is null is met by anything. */
@Entity('compliance_rules')
export class ComplianceRule {
  /** `rule_…` */
  @PrimaryColumn('text')
  id: string;

  @Column('text', { default: '' })
  account: string;

  /** What is held can be released for a tenant; what is refused can not. */
  @Column('text')
  effect: 'hold' | 'refuse';

  /** Null: both. */
  @Column(TEXT)
  action: HeldAction | null;

  @Column(TEXT)
  tenantId: string | null;

  @Column(TEXT)
  customerId: string | null;

  @Column(TEXT)
  productId: string | null;

  @Column(TEXT)
  priceId: string | null;

  /** ISO 3166-1 alpha-2, upper case. */
  @Column(TEXT)
  country: string | null;

  /** Lower case. */
  @Column(TEXT)
  category: string | null;

  /** Minor units of `currency`: so much, or more. */
  @Column(WHOLE)
  amount: number | null;

  @Column(TEXT)
  currency: string | null;

  /** For operators; nobody else sees it. */
  @Column('text')
  reason: string;

  @Column(TEXT)
  note: string | null;

  @Column('timestamptz', { default: () => "date_trunc('milliseconds', now())" })
  createdAt: Date;

  /** A user's id, or a key's. */
  @Column('text')
  createdBy: string;

  /** Null: it holds. */
  @Column(TIME)
  endedAt: Date | null;

  @Column(TEXT)
  endedBy: string | null;

  @Column(TEXT)
  endReason: string | null;
}
