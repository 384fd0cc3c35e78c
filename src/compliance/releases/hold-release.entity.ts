import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That an operator has let something through. Rows are added and never changed. */
@Entity('hold_releases')
export class HoldRelease {
  @PrimaryColumn('text', { default: '' })
  account: string;

  /** A rule, or a dispute, a review, an early fraud warning. */
  @PrimaryColumn('text')
  holdId: string;

  /** Of a rule, who is let through; '' of the others, which are about one payment. */
  @PrimaryColumn('text', { default: '' })
  tenantId: string;

  /** How bad it was: a worse stage holds anew. 1 of a rule. */
  @PrimaryColumn('integer')
  stage: number;

  @Column('text')
  kind: string;

  @Column('text')
  reason: string;

  @Column('timestamptz', { default: () => 'now()' })
  releasedAt: Date;

  /** A user's id, or a key's. */
  @Column('text')
  releasedBy: string;
}
