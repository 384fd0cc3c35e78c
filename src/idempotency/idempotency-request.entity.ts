import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { TEXT, TIME } from '../database/columns.js';

/** A request that bore an `Idempotency-Key`, for a day. Neither the key nor the request can be read from it. */
@Entity('idempotency_requests')
export class IdempotencyRequest {
  /** SHA-256 of who calls, for whom, which route and which key. */
  @PrimaryColumn('bytea')
  scopeHash: Buffer;

  /** SHA-256 of path, query and body. */
  @Column('bytea')
  requestHash: Buffer;

  /** How often it has begun. */
  @Column('integer', { default: 1 })
  attempts: number;

  /** Of the process that works on it; null: nobody does. */
  @Column('uuid', { nullable: true })
  lease: string | null;

  /** When another process may take it over. */
  @Column(TIME)
  leasedUntil: Date | null;

  /** HTTP status of the answer; null: there is none yet. */
  @Column('smallint', { nullable: true })
  status: number | null;

  /** Encrypted: it may hold the address of a checkout, or a client secret. Without a byte: erased, and not given again. */
  @Column('bytea', { nullable: true })
  answer: Buffer | null;

  /** For whom, so that the answer goes when this tenant's customer is erased. */
  @Column(TEXT)
  account: string | null;

  @Column(TEXT)
  tenantId: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt: Date;

  @Index()
  @Column('timestamptz')
  expiresAt: Date;
}
