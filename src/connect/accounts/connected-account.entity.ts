import { Column, Entity } from 'typeorm';
import { FLAG, JSONB, TEXT, TEXTS, TIME } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/**
 * An account as its platform sees it, and the platform's own (`account` is then ''). Who is behind it (name, address,
 * email, phone) is not kept. Whether it still lets the platform act for it is in `connected_account_authorizations`.
 */
@Entity('connected_accounts')
export class ConnectedAccount extends MirrorEntity {
  /** `metadata.tenant_id`, else `metadata.user_id`. */
  @Column(TEXT)
  tenantId: string | null;

  /** `standard`, `express`, `custom`, or `none`: the columns of the controller then say. */
  @Column(TEXT)
  type: string | null;

  /** `full`, `express` or `none`. */
  @Column(TEXT)
  dashboard: string | null;

  /** `stripe` or `application`. */
  @Column(TEXT)
  lossesPayer: string | null;

  /** `account`, `application`, … */
  @Column(TEXT)
  feesPayer: string | null;

  /** `stripe` or `application`. */
  @Column(TEXT)
  requirementCollector: string | null;

  @Column(TEXT)
  businessType: string | null;

  /** Two letters. */
  @Column(TEXT)
  country: string | null;

  @Column(TEXT)
  defaultCurrency: string | null;

  @Column(FLAG)
  chargesEnabled: boolean | null;

  @Column(FLAG)
  payoutsEnabled: boolean | null;

  /** The owner has been through the onboarding; Stripe may want more since. */
  @Column(FLAG)
  detailsSubmitted: boolean | null;

  /** Status by name: `{"card_payments": "active"}`. */
  @Column(JSONB)
  capabilities: Record<string, string> | null;

  /** Names of fields, like those below. */
  @Column(TEXTS)
  currentlyDue: string[] | null;

  @Column(TEXTS)
  pastDue: string[] | null;

  @Column(TEXTS)
  eventuallyDue: string[] | null;

  @Column(TEXTS)
  pendingVerification: string[] | null;

  /** Why charges or payouts are disabled. */
  @Column(TEXT)
  disabledReason: string | null;

  /** When what is currently due becomes past due. */
  @Column(TIME)
  currentDeadline: Date | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type ConnectedAccountColumns = MirrorColumns<ConnectedAccount>;
