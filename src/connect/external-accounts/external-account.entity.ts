import { Column, Entity } from 'typeorm';
import { COUNT, FLAG, JSONB, TEXT, TEXTS } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** A bank account or debit card that payouts go to. Whose it is (holder, address) and its numbers are not kept. */
@Entity('external_accounts')
export class ExternalAccount extends MirrorEntity {
  @Column(TEXT)
  connectedAccountId: string | null;

  /** `bank_account` or `card`. */
  @Column(TEXT)
  type: string | null;

  /** Of a bank account: `new`, `verified`, `errored`, …; payouts to one that is `errored` are held back. */
  @Column(TEXT)
  status: string | null;

  /** Two letters. */
  @Column(TEXT)
  country: string | null;

  @Column(TEXT)
  currency: string | null;

  @Column(FLAG)
  defaultForCurrency: boolean | null;

  @Column(TEXT)
  bankName: string | null;

  /** Of a card, lower case. */
  @Column(TEXT)
  brand: string | null;

  @Column(TEXT)
  last4: string | null;

  @Column(COUNT)
  expMonth: number | null;

  @Column(COUNT)
  expYear: number | null;

  /** `standard`, `instant`. */
  @Column(TEXTS)
  availablePayoutMethods: string[] | null;

  /** Names of fields, like those below. */
  @Column(TEXTS)
  currentlyDue: string[] | null;

  @Column(TEXTS)
  pastDue: string[] | null;

  @Column(TEXTS)
  pendingVerification: string[] | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;
}

export type ExternalAccountColumns = MirrorColumns<ExternalAccount>;
