import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { InvalidIdError } from '../common/errors.js';
import { isId } from '../stripe/shapes/id.js';

/** Which of the adopter's workspaces follow which tenant. Nothing is copied: a workspace's plan is its tenant's. */
@Injectable()
export class WorkspaceService {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * A workspace follows one tenant: another one takes the former's place. The tenant may be yet unknown.
   *
   * @param account connected account, '' for your own. @throws {InvalidIdError}
   */
  async attach(account: string, workspaceId: string, tenantId: string): Promise<void> {
    if (!isId(tenantId)) throw new InvalidIdError('tenant');
    checkIds(account, workspaceId);
    await this.dataSource.query(
      `INSERT INTO workspaces AS stored (account, id, tenant_id) VALUES ($1, $2, $3)
       ON CONFLICT (account, id) DO UPDATE SET tenant_id = EXCLUDED.tenant_id, attached_at = now()
        WHERE stored.tenant_id <> EXCLUDED.tenant_id`,
      [account, workspaceId, tenantId],
    );
  }

  /** Afterwards it has no plan. @throws {InvalidIdError} */
  async detach(account: string, workspaceId: string): Promise<void> {
    checkIds(account, workspaceId);
    await this.dataSource.query('DELETE FROM workspaces WHERE account = $1 AND id = $2', [account, workspaceId]);
  }

  /** Whom to ask {@link EntitlementService.featuresOf} about; null when it follows nobody. @throws {InvalidIdError} */
  async tenantOf(account: string, workspaceId: string): Promise<string | null> {
    checkIds(account, workspaceId);
    const rows: { tenantId: string }[] = await this.dataSource.query(
      'SELECT tenant_id AS "tenantId" FROM workspaces WHERE account = $1 AND id = $2',
      [account, workspaceId],
    );
    return rows[0]?.tenantId ?? null;
  }
}

function checkIds(account: string, workspaceId: string): void {
  if (!isId(workspaceId)) throw new InvalidIdError('workspace');
  if (account !== '' && !isId(account)) throw new InvalidIdError('account');
}
