import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { JSONB, TEXT } from '../database/columns.js';

/** Who a change is laid to: a user's token, an API key, or this machine (a job of the backend, a command at a shell). */
export type ActorKind = 'user' | 'key' | 'system';

/**
 * Of a change that Stripe makes there are two rows: `requested`, before it is asked, and what came of it. `refused`:
 * nothing was done. `unknown`: nobody can say; a later attempt under the same key may. A request without a second row is
 * one whose process died in between.
 */
export type AuditOutcome = 'requested' | 'done' | 'refused' | 'unknown';

/** One change that somebody asked for. Rows are added and never changed. */
@Entity('audit_log')
@Index(['objectType', 'objectId', 'id'])
@Index(['account', 'tenantId', 'id'])
@Index(['actorKind', 'actorId', 'id'])
@Index(['idempotencyKey'], { where: 'idempotency_key IS NOT NULL' })
@Index(['requestRow'], { unique: true, where: 'request_row IS NOT NULL' })
export class AuditEntry {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  @Column('timestamptz', { default: () => 'now()' })
  at: Date;

  @Column('text')
  actorKind: ActorKind;

  /** Of a user, the identity provider's id; of a key, `key_…`; of a command, `shell:` and the system's user; of a job, `countinghouse`. */
  @Column('text')
  actorId: string;

  /** Connected account, '' for your own. */
  @Column('text', { default: '' })
  account: string;

  /** For whom the caller acted; null: for none. */
  @Column(TEXT)
  tenantId: string | null;

  /** What was done, as `refund.create`. */
  @Column('text')
  action: string;

  @Column('text')
  objectType: string;

  /** '' of what is to be made at Stripe, while it is only asked for. */
  @Column('text')
  objectId: string;

  /** What the change is about, as it was. */
  @Column(JSONB)
  before: Readonly<Record<string, unknown>> | null;

  /** The same as it is now, or was asked for; of what was not done, the error's `code`. */
  @Column(JSONB)
  after: Readonly<Record<string, unknown>> | null;

  /** `X-Request-Id` of the request that asked for it. */
  @Column(TEXT)
  requestId: string | null;

  /** Null: a change of our own rows, in whose transaction this row was written. */
  @Column(TEXT)
  outcome: AuditOutcome | null;

  /** Of an outcome, the `id` of its `requested` row. */
  @Column('bigint', { nullable: true })
  requestRow: string | null;

  /** What Stripe was told: the same of all attempts at one request. */
  @Column(TEXT)
  idempotencyKey: string | null;
}
