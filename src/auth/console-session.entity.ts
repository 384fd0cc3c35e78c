import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TEXT } from '../database/columns.js';

/** Somebody who is signed in to the console, in one browser. What the cookie holds is kept nowhere. */
@Entity('console_sessions')
export class ConsoleSession {
  /** SHA-256 of the 256 random bits in the cookie. */
  @PrimaryColumn('bytea')
  hash: Buffer;

  /** `ses_…`: names it in the audit log. */
  @Column('text')
  id: string;

  /** The key that it was opened with, which says what it may; null: a user's token. */
  @Column(TEXT)
  keyId: string | null;

  /** Of a user's token, the identity provider's id. */
  @Column(TEXT)
  userId: string | null;

  /** Of a user's token, which nobody shows again; null with a key, whose row has them. */
  @Column('text', { array: true, nullable: true })
  scopes: string[] | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt: Date;

  /** By somebody who sat there, within a minute. */
  @Column('timestamptz', { default: () => 'now()' })
  lastSeenAt: Date;

  /** 12 hours after it was opened, of a user an hour; or with the key or the token, whichever is first. */
  @Column('timestamptz')
  expiresAt: Date;
}
