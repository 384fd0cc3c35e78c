import { Column, Entity } from 'typeorm';
import { FLAG, TEXT, TEXTS, TIME } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** What an account may do; `id` is its name (`card_payments`, `transfers`, …), the same in every account. */
@Entity('capabilities')
export class Capability extends MirrorEntity {
  @Column(TEXT)
  connectedAccountId: string | null;

  /** `active`, `inactive`, `pending` or `unrequested`. */
  @Column(TEXT)
  status: string | null;

  @Column(FLAG)
  requested: boolean | null;

  @Column(TIME)
  requestedAt: Date | null;

  /** Names of fields, like those below. */
  @Column(TEXTS)
  currentlyDue: string[] | null;

  @Column(TEXTS)
  pastDue: string[] | null;

  @Column(TEXTS)
  eventuallyDue: string[] | null;

  @Column(TEXTS)
  pendingVerification: string[] | null;

  @Column(TEXT)
  disabledReason: string | null;

  /** When what is currently due becomes past due. */
  @Column(TIME)
  currentDeadline: Date | null;
}

export type CapabilityColumns = MirrorColumns<Capability>;
