import { Column, Entity } from 'typeorm';
import { FLAG, PERCENT, TEXT, TEXTS, TIME } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/**
 * Somebody behind a connected account: what they are to the business, and what Stripe still wants to know. Nothing of
 * who they are: no name, birth date, address, email, phone, number, title, nor metadata.
 */
@Entity('persons')
export class Person extends MirrorEntity {
  @Column(TEXT)
  connectedAccountId: string | null;

  @Column(FLAG)
  representative: boolean | null;

  @Column(FLAG)
  owner: boolean | null;

  @Column(FLAG)
  director: boolean | null;

  @Column(FLAG)
  executive: boolean | null;

  @Column(FLAG)
  authorizer: boolean | null;

  @Column(FLAG)
  legalGuardian: boolean | null;

  @Column(PERCENT)
  percentOwnership: number | null;

  /** `unverified`, `pending` or `verified`. */
  @Column(TEXT)
  verificationStatus: string | null;

  /** Names of fields, like those below. */
  @Column(TEXTS)
  currentlyDue: string[] | null;

  @Column(TEXTS)
  pastDue: string[] | null;

  @Column(TEXTS)
  eventuallyDue: string[] | null;

  @Column(TEXTS)
  pendingVerification: string[] | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type PersonColumns = MirrorColumns<Person>;
