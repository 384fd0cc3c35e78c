import { Column, PrimaryColumn } from 'typeorm';

/** The last second-grain mark a row carries: which event (or read) of Stripe's it shows. */
export abstract class MirrorEntity {
  /** Connected account, '' for the own account. */
  @PrimaryColumn('text', { default: '' })
  account: string;

  /** Stripe's object id. */
  @PrimaryColumn('text')
  id: string;

  /** `created` of the event this row shows, or Stripe's clock when a read of the object began (whole seconds, UTC). */
  @Column('timestamptz')
  stripeEventAt: Date;

  /** The event this row shows; null when the row was read from Stripe. */
  @Column('text', { nullable: true })
  stripeEventId: string | null;

  /** Set when Stripe deleted the object; every other column is then null. */
  @Column('timestamptz', { nullable: true })
  deletedAt: Date | null;
}

/** A row that its parent's snapshot owns (items, lines): replaced with it, without a mark of its own. */
export abstract class OwnedEntity {
  @PrimaryColumn('text', { default: '' })
  account: string;

  /** Id of the object that owns this row. */
  @PrimaryColumn('text')
  parentId: string;

  @PrimaryColumn('text')
  id: string;
}

/** What a mapper fills in for a mirrored row: every column but identity and marks. */
export type MirrorColumns<Row extends MirrorEntity> = Omit<Row, keyof MirrorEntity>;

/** What a mapper fills in for an owned row. */
export type OwnedColumns<Row extends OwnedEntity> = Omit<Row, 'account' | 'parentId'>;
