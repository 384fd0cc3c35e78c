import { Column, Entity } from 'typeorm';
import { FLAG, JSONB, TEXT, TIME, WHOLE } from '../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../database/mirror.entity.js';
import type { AppliedDiscount } from '../stripe/shapes/discounts.js';

/** A customer of Stripe's; to whom of the adopter's it belongs is in `tenant_customers`. */
@Entity('customers')
export class Customer extends MirrorEntity {
  /** `metadata.tenant_id`, else `metadata.user_id`. */
  @Column(TEXT)
  tenantId: string | null;

  @Column(TEXT)
  email: string | null;

  @Column(TEXT)
  name: string | null;

  @Column(TEXT)
  description: string | null;

  @Column(TEXT)
  currency: string | null;

  /** Of the address, as ISO 3166-1 alpha-2 where Stripe was given one; nothing else of it is kept. */
  @Column(TEXT)
  country: string | null;

  /** Minor units; negative is credit for the next invoice. */
  @Column(WHOLE)
  balance: number | null;

  /** The last charge of an invoice failed. */
  @Column(FLAG)
  delinquent: boolean | null;

  /** A payment method, or a card or source of older days. */
  @Column(TEXT)
  defaultPaymentMethodId: string | null;

  @Column(JSONB)
  discounts: AppliedDiscount[] | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type CustomerColumns = MirrorColumns<Customer>;
