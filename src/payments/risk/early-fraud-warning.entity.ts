import { Column, Entity } from 'typeorm';
import { FLAG, TEXT, TIME } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** A card's issuer suspects fraud. Most of them become disputes unless the charge is refunded. */
@Entity('early_fraud_warnings')
export class EarlyFraudWarning extends MirrorEntity {
  @Column(TEXT)
  chargeId: string | null;

  @Column(TEXT)
  paymentIntentId: string | null;

  @Column(TEXT)
  fraudType: string | null;

  /** Neither refunded as a whole nor disputed yet. */
  @Column(FLAG)
  actionable: boolean | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type EarlyFraudWarningColumns = MirrorColumns<EarlyFraudWarning>;
