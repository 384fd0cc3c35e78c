import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { ConfigurationError } from '../../config/configuration.error.js';
import type { Env } from '../../config/env.js';
import { withDatabase } from '../../database/cli/with-database.js';
import { dataSourceOptions } from '../../database/data-source.js';
import { migrations } from '../../database/migrations/migrations.js';
import { asOperatorsToMend } from '../../database/unreachable.js';
import { extensionMigrations } from '../../extensions/migrations.js';
import { pendingMigrations } from '../doctor/database.checks.js';
import { counted } from '../figures.js';
import { ServerFactsRepository } from '../doctor/server-facts.repository.js';

/** Runs work on a database, and gives what it gives. */
type Run = <T>(work: (dataSource: DataSource) => Promise<T>) => Promise<T>;

async function open<T>(url: string, work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const dataSource = await new DataSource(dataSourceOptions(url, { poolSize: 1, migrations: [] })).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

/** The backend's database as it is; in development the one in DATA_DIR. Null: there is none, and looking makes none. */
export function existingDatabase({ MIGRATION_DATABASE_URL, DATABASE_URL, DATA_DIR }: Env): Run | null {
  const isThere = (MIGRATION_DATABASE_URL ?? DATABASE_URL) !== undefined || existsSync(join(DATA_DIR, 'postgres'));
  return isThere ? (work) => withDatabase((url) => open(url, work)) : null;
}

/** The same by the pooler that the processes connect to; null when they connect as commands do. */
export const pooledDatabase = ({ MIGRATION_DATABASE_URL, DATABASE_URL }: Env): Run | null =>
  MIGRATION_DATABASE_URL !== undefined && DATABASE_URL !== undefined ? (work) => open(DATABASE_URL, work) : null;

/** Whoever only looks migrates nothing: a schema changes when its operator says so, or when the backend starts. */
async function requireMigrated(dataSource: DataSource): Promise<void> {
  const done = await new ServerFactsRepository(dataSource).migrations();
  const pending = pendingMigrations(done, [...migrations, ...extensionMigrations]);
  if (pending.length === 0) return;
  throw new ConfigurationError(
    `${counted(pending.length, 'migration is', 'migrations are')} pending: ` +
      '`npx countinghouse migrate plan` shows what they do, `npx countinghouse migrate run` runs them, ' +
      'and so does each start of the backend.',
  );
}

/**
 * Runs `work` on the backend's database without the rest of it: for what a few statements do.
 *
 * @throws {ConfigurationError} when it cannot be reached, or migrations are pending.
 */
export function withDataSource<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  return withDatabase(async (url) => {
    try {
      await open(url, requireMigrated);
    } catch (error) {
      throw asOperatorsToMend(error);
    }
    return open(url, work);
  });
}
