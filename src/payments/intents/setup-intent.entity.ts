import { Column, Entity } from 'typeorm';
import { JSONB, TEXT, TIME } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** The intent to save a means of payment for later. Its client secret is not kept. */
@Entity('setup_intents')
export class SetupIntent extends MirrorEntity {
  @Column(TEXT)
  customerId: string | null;

  @Column(TEXT)
  paymentMethodId: string | null;

  @Column(TEXT)
  status: string | null;

  @Column(TEXT)
  usage: string | null;

  @Column(TEXT)
  mandateId: string | null;

  @Column(TEXT)
  latestAttemptId: string | null;

  /** Of the last attempt, as the next two. */
  @Column(TEXT)
  failureCode: string | null;

  @Column(TEXT)
  declineCode: string | null;

  @Column(TEXT)
  failureMessage: string | null;

  @Column(TEXT)
  cancellationReason: string | null;

  @Column(TEXT)
  description: string | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type SetupIntentColumns = MirrorColumns<SetupIntent>;
