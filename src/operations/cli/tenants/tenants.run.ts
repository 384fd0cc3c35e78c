import 'reflect-metadata';
import { counted } from '../../figures.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { withDataSource } from '../with-data-source.js';
import { TenantRowsRepository, type WholeTenant } from './tenant-rows.repository.js';
import type { AccountOptions, ListOptions } from './tenants.command.js';

const day = (at: Date | null): string => at?.toISOString().slice(0, 10) ?? '';

export function listTenants(options: ListOptions, { print, say }: Terminal): Promise<ExitCode> {
  const { account, plan = null, status = null, after = '', limit, json } = options;
  return withDataSource(async (dataSource) => {
    const rows = await new TenantRowsRepository(dataSource).list({ account, plan, status, after, limit });
    const next = rows.length === limit ? (rows.at(-1)?.id ?? null) : null;
    if (json) print(JSON.stringify({ data: rows, next }));
    else if (rows.length === 0) say('There are no such tenants.');
    else {
      const cells = rows.map((row) => [
        row.id,
        row.plan ?? '-',
        row.status ?? '-',
        day(row.currentPeriodEnd),
        row.liveSubscriptions,
        row.customerId ?? '-',
      ]);
      print(table(['tenant', 'plan', 'status', 'until', 'live', 'customer'], cells));
      if (next !== null) say(`There may be more: --after ${next}`);
    }
    return EXIT.ok;
  });
}

function linesOf(tenant: WholeTenant): string[] {
  const { plan, status, currentPeriodEnd, subscriptionId, features, limits, entitledBy, customers, changes } = tenant;
  const limited = Object.entries(limits).map(([name, most]) => `${name} ${most}`);
  const fields: [string, string][] = [
    ['plan', plan ?? '-'],
    [
      'status',
      [status ?? '-', currentPeriodEnd ? `until ${day(currentPeriodEnd)}` : '', subscriptionId ?? ''].join(' '),
    ],
    ['features', `${features.join(', ') || 'none'}${entitledBy === null ? '' : ` (by ${entitledBy})`}`],
    ['limits', limited.join(', ') || 'none'],
    [
      'live',
      `${counted(tenant.liveSubscriptions, 'subscription')}${tenant.liveSubscriptions > 1 ? ': it may be paying twice' : ''}`,
    ],
    ...customers.map(({ id, assigned, deletedAt }, i): [string, string] => [
      i === 0 ? 'customers' : '',
      `${id} ${assigned ? 'assigned' : 'by Stripe'}${deletedAt ? ', deleted' : ''}`,
    ]),
    ...changes.map((change, i): [string, string] => [
      i === 0 ? 'changes' : '',
      `${change.at.toISOString()} ${change.planBefore ?? '-'} ${change.statusBefore ?? '-'} -> ` +
        `${change.plan ?? '-'} ${change.status ?? '-'} ${change.causedBy ?? ''}`.trimEnd(),
    ]),
  ];
  return [tenant.id, ...fields.map(([name, value]) => `  ${name.padEnd(10)} ${value.trimEnd()}`)];
}

export function showTenant(id: string, { account, json }: AccountOptions, { print, say }: Terminal): Promise<ExitCode> {
  return withDataSource(async (dataSource) => {
    const tenant = await new TenantRowsRepository(dataSource).whole(account, id);
    if (!tenant) {
      say(`There is no tenant ${id}.`);
      return EXIT.takenOrAbsent;
    }
    print(json ? JSON.stringify(tenant) : linesOf(tenant).join('\n'));
    return EXIT.ok;
  });
}
