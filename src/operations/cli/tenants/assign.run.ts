import 'reflect-metadata';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../../../audit/audit-log.js';
import { TenantService } from '../../../tenants/tenant.service.js';
import { atShell } from '../at-shell.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { withoutStripe } from '../with-backend.js';
import type { AssignOptions } from './tenants.command.js';

const ASSIGNED = `SELECT assigned_tenant_id AS id FROM tenant_customers WHERE account = $1 AND customer_id = $2 FOR UPDATE`;

/** @param tenantId null: what the objects at Stripe say counts again. */
export function assign(
  customerId: string,
  tenantId: string | null,
  { account, reason, json }: AssignOptions,
  { print, say }: Terminal,
): Promise<ExitCode> {
  return withoutStripe(async (app) => {
    const tenants = app.get(TenantService);
    const audit = async (tx: EntityManager): Promise<void> => {
      const [before]: { id: string | null }[] = await tx.query(ASSIGNED, [account, customerId]);
      await app.get(AuditLog).write(tx, {
        caller: atShell(),
        action: tenantId === null ? 'customer.unassign' : 'customer.assign',
        object: { type: 'customer', id: customerId },
        before: { tenantId: before?.id ?? null },
        after: { tenantId, reason, ...(account ? { account } : {}) },
      });
    };
    if (tenantId === null) await tenants.unassign(account, customerId, audit);
    else await tenants.assign(account, customerId, tenantId, audit);
    if (json) print(JSON.stringify({ account, customerId, tenantId }));
    else say(tenantId === null ? `${customerId} is whose Stripe says.` : `${customerId} is of ${tenantId} now.`);
    return EXIT.ok;
  });
}
