import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { UNENCRYPTED, type PayloadCipher } from '../database/payload-cipher.js';

/** received: due. failed: due again later. processed, ignored, dead: settled, once and for all (until replayed). */
export type EventStatus = 'received' | 'processed' | 'ignored' | 'failed' | 'dead';

/** Who brought an event. */
export type EventSource = 'webhook' | 'reconcile' | 'replay' | 'backfill';

/** One event of Stripe's, whatever became of it. Slim on purpose: its payload has a table of its own. */
@Entity('stripe_event_log')
export class StripeEventLog {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  @Column('text', { unique: true })
  stripeEventId: string;

  @Column('text')
  eventType: string;

  @Column('text', { nullable: true })
  apiVersion: string | null;

  /** Connected account, '' for the own one. */
  @Column('text', { default: '' })
  account: string;

  @Column('boolean')
  livemode: boolean;

  /** Id of the object whose row the event decides; null for none. */
  @Column('text', { nullable: true })
  objectKey: string | null;

  @Column('text', { default: 'webhook' })
  source: EventSource;

  @Column('text', { default: 'received' })
  status: EventStatus;

  /** applied, superseded, duplicate, ambiguous, stored, ignored: <reason>, failed. */
  @Column('text', { nullable: true })
  verdict: string | null;

  /** Event id; null besides, and when a state read from Stripe is newer. */
  @Column('text', { nullable: true })
  supersededBy: string | null;

  /** Attempts that failed. */
  @Column('integer', { default: 0 })
  retryCount: number;

  /** Times that a process died with this event in hand. */
  @Column('integer', { default: 0 })
  crashCount: number;

  /** Reads from Stripe that settling it took. */
  @Column('integer', { default: 0 })
  rereadCount: number;

  /** Null once settled. */
  @Column('timestamptz', { nullable: true, default: () => 'now()' })
  nextAttemptAt: Date | null;

  @Column('text', { nullable: true })
  lastError: string | null;

  @Column('text', { nullable: true })
  errorClass: string | null;

  /** Stripe's own `created`, whole seconds. */
  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { default: () => 'now()' })
  receivedAt: Date;

  @Column('timestamptz', { nullable: true })
  processedAt: Date | null;

  /** W3C's, of the request that brought it; null without traces, and when nobody looks at this one. */
  @Column('text', { nullable: true })
  traceparent: string | null;

  @OneToOne(() => StripeEventPayload, ({ log }) => log)
  payload?: Relation<StripeEventPayload> | null;

  /**
   * The event as Stripe sent it; null when it was not loaded, or when retention or an erasure has removed it.
   *
   * @throws {PayloadUnreadableError}
   */
  get eventData(): unknown {
    return this.payload ? JSON.parse(this.payload.read(this.stripeEventId).toString('utf8')) : null;
  }
}

/** The exact bytes of an event: jsonb refuses what JSON allows. Partitioned by month of receipt. */
@Entity('stripe_event_payload')
export class StripeEventPayload {
  @PrimaryColumn('bigint')
  eventLogId: string;

  @PrimaryColumn('timestamptz')
  receivedAt: Date;

  /** Which key encrypts the body; null for none. */
  @Column('text', { nullable: true })
  keyId: string | null;

  @Column('bytea')
  body: Buffer;

  @OneToOne(() => StripeEventLog, ({ payload }) => payload, { createForeignKeyConstraints: false })
  @JoinColumn({ name: 'event_log_id' })
  log?: Relation<StripeEventLog>;

  /** Not a field: what prints the entity prints no key. */
  #cipher: PayloadCipher = UNENCRYPTED;

  /** Has the body, which stays as it is stored, read with these keys. */
  readWith(cipher: PayloadCipher): void {
    this.#cipher = cipher;
  }

  /** @param eventId Stripe's. @throws {PayloadUnreadableError} */
  read(eventId: string): Buffer {
    return this.#cipher.open(eventId, this);
  }
}
