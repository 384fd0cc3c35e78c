import { Column, Entity } from 'typeorm';
import { JSONB, TEXT, TIME, WHOLE } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';
import type { AppliedDiscount } from '../../stripe/shapes/discounts.js';

/** A visit to Stripe's payment page. Its address and client secret are not kept: whoever has them may pay with it. */
@Entity('checkout_sessions')
export class CheckoutSession extends MirrorEntity {
  @Column(TEXT)
  status: string | null;

  /** `paid`, `unpaid` or `no_payment_required`: the landing page proves nothing. */
  @Column(TEXT)
  paymentStatus: string | null;

  @Column(TEXT)
  mode: string | null;

  @Column(TEXT)
  clientReferenceId: string | null;

  /** `client_reference_id`, else `metadata.tenant_id`, else `metadata.user_id`. */
  @Column(TEXT)
  tenantId: string | null;

  @Column(TEXT)
  customerId: string | null;

  /** Null until paid (since basil). */
  @Column(TEXT)
  subscriptionId: string | null;

  @Column(TEXT)
  paymentIntentId: string | null;

  @Column(TEXT)
  setupIntentId: string | null;

  @Column(TEXT)
  invoiceId: string | null;

  @Column(TEXT)
  paymentLinkId: string | null;

  @Column(TEXT)
  customerEmail: string | null;

  @Column(TEXT)
  currency: string | null;

  /** Minor units, as the other amounts. */
  @Column(WHOLE)
  amountSubtotal: number | null;

  @Column(WHOLE)
  amountTotal: number | null;

  @Column(WHOLE)
  amountDiscount: number | null;

  @Column(WHOLE)
  amountTax: number | null;

  @Column(JSONB)
  discounts: AppliedDiscount[] | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  @Column(TIME)
  expiresAt: Date | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type CheckoutSessionColumns = MirrorColumns<CheckoutSession>;
