import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A workspace of the adopter's, which has the plan of its tenant: see the view `workspace_plans`. */
@Entity('workspaces')
export class Workspace {
  /** Connected account, '' for the own account. */
  @PrimaryColumn('text', { default: '' })
  account: string;

  /** The adopter's own id. */
  @PrimaryColumn('text')
  id: string;

  /** Whose row may be yet to come. */
  @Column('text')
  tenantId: string;

  @Column('timestamptz', { default: () => 'now()' })
  attachedAt: Date;
}
