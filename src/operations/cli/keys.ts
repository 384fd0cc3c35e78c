import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { ApiKeyRepository, type ListedKey } from '../../auth/api-key.repository.js';
import { command, withDatabase } from '../../database/cli/with-database.js';
import { dataSourceOptions } from '../../database/data-source.js';
import { runMigrations } from '../../database/migrate.js';
import { migrations } from '../../database/migrations/migrations.js';
import { extensionMigrations } from '../../extensions/migrations.js';
import { argumentsOf } from './arguments.js';
import { requestOf, USAGE, type KeysRequest } from './keys-arguments.js';

/** There is no such key. */
const NOT_FOUND = 2;

const day = (time: Date | null, otherwise: string): string => time?.toISOString().slice(0, 16) ?? otherwise;

function lineOf({ id, name, scopes, account, tenantId, expiresAt, lastUsedAt, revokedAt }: ListedKey): string {
  const bounds = [tenantId === null ? '' : `tenant ${tenantId}`, account].filter(Boolean).join(' of ');
  const end = revokedAt ? `revoked ${day(revokedAt, '')}` : `expires ${day(expiresAt, 'never')}`;
  return [id, name, scopes.join(','), bounds || 'any tenant', end, `used ${day(lastUsedAt, 'never')}`].join('  ');
}

async function carryOut(request: KeysRequest, keys: ApiKeyRepository): Promise<void> {
  if (request.command === 'create') {
    const { id, key } = await keys.issue(request);
    if (request.json) {
      const { name, scopes, account, tenantId, expiresAt } = request;
      console.log(JSON.stringify({ id, key, name, scopes, account, tenantId, expiresAt }));
    } else {
      // The key alone on standard output, for `KEY=$(npm run --silent keys -- create …)`.
      console.error(`${id} is made. This is the only time that the key is shown:`);
      console.log(key);
    }
    return;
  }
  if (request.command === 'list') {
    const list = await keys.list();
    if (request.json) console.log(JSON.stringify(list));
    else if (list.length === 0) console.error('There are no keys.');
    else for (const key of list) console.log(lineOf(key));
    return;
  }
  if (await keys.revoke(request.id)) console.error(`${request.id} is revoked, from the next request on.`);
  else {
    console.error(`There is no key ${request.id}.`);
    process.exitCode = NOT_FOUND;
  }
}

/** Makes, lists and revokes API keys: docs/auth.md. */
async function keysCommand(): Promise<void> {
  const request = argumentsOf(USAGE, requestOf);
  if (!request) return;
  await withDatabase(async (url) => {
    await runMigrations(url, undefined, [...migrations, ...extensionMigrations]);
    const dataSource = await new DataSource(dataSourceOptions(url, { poolSize: 1, migrations: [] })).initialize();
    try {
      await carryOut(request, new ApiKeyRepository(dataSource));
    } finally {
      await dataSource.destroy();
    }
  });
}

await command(keysCommand);
