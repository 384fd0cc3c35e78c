import { Column, Entity } from 'typeorm';
import { TEXT, TIME } from '../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../database/mirror.entity.js';

/** A customer's tax id. Whom the authority has it registered for, and where, is not kept. */
@Entity('customer_tax_ids')
export class CustomerTaxId extends MirrorEntity {
  @Column(TEXT)
  customerId: string | null;

  /** `customer`, or `account`, `application`, `self` for one that no customer owns. */
  @Column(TEXT)
  ownerType: string | null;

  /** `eu_vat`, `us_ein`, … */
  @Column(TEXT)
  type: string | null;

  /** The number itself: personal data where the customer is a person. */
  @Column(TEXT)
  value: string | null;

  /** Two letters. */
  @Column(TEXT)
  country: string | null;

  /** `pending`, `verified`, `unverified` or `unavailable`. */
  @Column(TEXT)
  verificationStatus: string | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type CustomerTaxIdColumns = MirrorColumns<CustomerTaxId>;
