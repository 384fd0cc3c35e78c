import 'reflect-metadata';
import type { EntityManager } from 'typeorm';
import { AuditLog, type AuditedChange } from '../../../audit/audit-log.js';
import { ApiKeyRepository, type ListedKey } from '../../../auth/api-key.repository.js';
import { inTransaction } from '../../../database/in-transaction.js';
import { atShell } from '../at-shell.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { JsonOption } from '../subcommand.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { withDataSource } from '../with-data-source.js';
import type { CreateOptions, RevokeOptions } from './keys.command.js';

interface KeyChange extends Pick<AuditedChange, 'action' | 'before' | 'after'> {
  readonly id: string;
}

const audit = (tx: EntityManager, { id, ...change }: KeyChange): Promise<void> =>
  new AuditLog().write(tx, { caller: atShell(), object: { type: 'api_key', id }, ...change });

const minute = (time: Date | null, otherwise: string): string => time?.toISOString().slice(0, 16) ?? otherwise;

const HEADINGS = ['id', 'name', 'scopes', 'acts for', 'state', 'used (UTC)'];

function cellsOf({ id, name, scopes, account, tenantId, expiresAt, lastUsedAt, revokedAt }: ListedKey): string[] {
  const bounds = [tenantId === null ? '' : `tenant ${tenantId}`, account].filter(Boolean).join(' of ');
  const end = revokedAt ? `revoked ${minute(revokedAt, '')}` : `expires ${minute(expiresAt, 'never')}`;
  return [id, name, scopes.join(','), bounds || 'any tenant', end, minute(lastUsedAt, 'never')];
}

export function createKey(options: CreateOptions, { print, say }: Terminal): Promise<ExitCode> {
  const { name, scope: scopes, account, tenant: tenantId, expires: expiresAt, reason = null, json } = options;
  const request = { name, scopes, account, tenantId, expiresAt };
  return withDataSource(async (dataSource) => {
    const { id, key } = await inTransaction(dataSource, async (tx) => {
      const made = await new ApiKeyRepository(dataSource).issue(request, tx);
      const after = { scopes, account, tenant: tenantId, expiresAt, reason };
      await audit(tx, { action: 'api_key.create', id: made.id, before: null, after });
      return made;
    });
    if (json) print(JSON.stringify({ id, key, ...request }));
    else {
      // The key alone on standard output, for `KEY=$(npx countinghouse keys create …)`.
      say(`${id} is made. This is the only time that the key is shown:`);
      print(key);
    }
    return EXIT.ok;
  });
}

export function listKeys({ json }: JsonOption, { print, say }: Terminal): Promise<ExitCode> {
  return withDataSource(async (dataSource) => {
    const list = await new ApiKeyRepository(dataSource).list();
    if (json) print(JSON.stringify(list));
    else if (list.length === 0) say('There are no keys.');
    else print(table(HEADINGS, list.map(cellsOf)));
    return EXIT.ok;
  });
}

export function revokeKey(id: string, options: RevokeOptions, { print, say }: Terminal): Promise<ExitCode> {
  const { reason = null, json } = options;
  return withDataSource(async (dataSource) => {
    const before = await inTransaction(dataSource, async (tx) => {
      const since = await new ApiKeyRepository(dataSource).revoke(id, tx);
      if (since === null) {
        await audit(tx, { action: 'api_key.revoke', id, before: { revoked: false }, after: { revoked: true, reason } });
      }
      return since;
    });
    if (before === undefined) {
      say(`There is no key ${id}.`);
      return EXIT.takenOrAbsent;
    }
    if (json) print(JSON.stringify({ id, revoked: true }));
    else if (before) say(`${id} was revoked at ${minute(before, '')} (UTC) already.`);
    else say(`${id} is revoked, from the next request on.`);
    return EXIT.ok;
  });
}
