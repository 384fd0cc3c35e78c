import { Column, Entity } from 'typeorm';
import { FLAG, TEXT, TIME } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** A payment that somebody shall look at. Where the customer was (address, location, device) is not kept. */
@Entity('reviews')
export class Review extends MirrorEntity {
  @Column(TEXT)
  chargeId: string | null;

  @Column(TEXT)
  paymentIntentId: string | null;

  @Column(FLAG)
  open: boolean | null;

  /** Why it is open, or why it was closed. */
  @Column(TEXT)
  reason: string | null;

  @Column(TEXT)
  openedReason: string | null;

  @Column(TEXT)
  closedReason: string | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type ReviewColumns = MirrorColumns<Review>;
