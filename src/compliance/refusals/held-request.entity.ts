import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { JSONB_FILLED, TEXT, WHOLE } from '../../database/columns.js';
import type { Hold, HeldAction } from '../held.repository.js';

/** A request that was refused because it is held; the same one within an hour is one row. Kept for 90 days. */
@Entity('held_requests')
@Index(['sameness', 'hour'], { unique: true })
export class HeldRequest {
  /** `refusal_…` */
  @PrimaryColumn('text')
  id: string;

  @Column('text', { default: '' })
  account: string;

  /** SHA-256 of who asked for what, of whatever amount, and what was in the way. */
  @Column('bytea')
  sameness: Buffer;

  @Column('timestamptz', { default: () => "date_trunc('hour', now())" })
  hour: Date;

  @Column('text')
  action: HeldAction;

  @Column('text')
  actorKind: string;

  /** Of a user, the identity provider's id; of a key, `key_…`. */
  @Column('text')
  actorId: string;

  @Column(TEXT)
  tenantId: string | null;

  @Column(TEXT)
  customerId: string | null;

  @Column(TEXT)
  priceId: string | null;

  @Column(TEXT)
  chargeId: string | null;

  /** Minor units: what the sale or the refund came to the last time, where that is known. */
  @Column(WHOLE)
  amount: number | null;

  @Column(TEXT)
  currency: string | null;

  /** What was in the way. */
  @Column(JSONB_FILLED)
  holds: Hold[];

  /** How often within the hour. */
  @Column('integer', { default: 1 })
  times: number;

  /** Of the last time. */
  @Column(TEXT)
  requestId: string | null;

  @Index()
  @Column('timestamptz', { default: () => "date_trunc('milliseconds', now())" })
  createdAt: Date;

  @Column('timestamptz', { default: () => 'now()' })
  lastAt: Date;
}
