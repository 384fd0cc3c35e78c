import { Column, Entity } from 'typeorm';
import { COUNT, JSONB, TEXT, TIME } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** A means of payment, as far as it may be shown. Detached ones have no customer. */
@Entity('payment_methods')
export class PaymentMethod extends MirrorEntity {
  @Column(TEXT)
  customerId: string | null;

  @Column(TEXT)
  type: string | null;

  /** Lower case. */
  @Column(TEXT)
  brand: string | null;

  @Column(TEXT)
  last4: string | null;

  @Column(COUNT)
  expMonth: number | null;

  @Column(COUNT)
  expYear: number | null;

  /** ISO 3166-1 alpha-2: where the card was issued, or the bank account is. */
  @Column(TEXT)
  country: string | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type PaymentMethodColumns = MirrorColumns<PaymentMethod>;
