import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TEXT, TIME } from '../database/columns.js';

/** A key of a backend of yours or of an operator. The key itself is kept nowhere. */
@Entity('api_keys')
export class ApiKey {
  /** `key_…`: names it in commands, logs and the audit log. */
  @PrimaryColumn('text')
  id: string;

  /** SHA-256 of the key. */
  @Column('bytea')
  hash: Buffer;

  /** What people call it. */
  @Column('text')
  name: string;

  @Column('text', { array: true })
  scopes: string[];

  /** Connected account whose tenants it acts for, '' for your own. */
  @Column('text', { default: '' })
  account: string;

  /** The only tenant it acts for; null: any. */
  @Column(TEXT)
  tenantId: string | null;

  /** Whether it may name no connected account: a user, who cannot either, made it or its maker. */
  @Column('boolean', { default: false })
  staysInAccount: boolean;

  /** Who made it over HTTP; null: a command on one of our machines. */
  @Column(TEXT)
  createdByKind: 'user' | 'key' | null;

  /** The user's id, or the key's. */
  @Column(TEXT)
  createdById: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt: Date;

  @Column(TIME)
  expiresAt: Date | null;

  /** Within a minute; null: never used. */
  @Column(TIME)
  lastUsedAt: Date | null;

  @Column(TIME)
  revokedAt: Date | null;
}
