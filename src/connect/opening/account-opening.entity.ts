import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { JSONB, TEXT, TIME } from '../../database/columns.js';
import type { ToldAccount } from '../own/own-account.js';

/**
 * An account that is, or was, made for a tenant. Stripe sends no event of it: until the first `account.updated` this is
 * what is known of the account, and whose it is.
 */
@Entity('connected_account_openings')
@Index(['accountId'], { unique: true })
@Index(['tenantId'])
export class AccountOpening {
  /** The idempotency key that Stripe was told. */
  @PrimaryColumn('text')
  requestKey: string;

  @Column('text')
  tenantId: string;

  /** Null while Stripe has not answered. A tenant has one such row at most. */
  @Column(TEXT)
  accountId: string | null;

  /** Until when nobody else makes an account for the tenant; null: Stripe has answered. */
  @Column(TIME)
  leasedUntil: Date | null;

  /** What Stripe answered, as callers see it: of who is behind the account it says nothing. */
  @Column(JSONB)
  answered: ToldAccount | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}
