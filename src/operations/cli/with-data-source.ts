import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { Env } from '../../config/env.js';
import { withDatabase } from '../../database/cli/with-database.js';
import { dataSourceOptions } from '../../database/data-source.js';
import { runMigrations } from '../../database/migrate.js';
import { migrations } from '../../database/migrations/migrations.js';
import { asOperatorsToMend } from '../../database/unreachable.js';
import { extensionMigrations } from '../../extensions/migrations.js';

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

/** Runs `work` on the backend's database, migrated, without the rest of it: for what a few statements do. */
export function withDataSource<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  return withDatabase(async (url) => {
    try {
      await runMigrations(url, undefined, [...migrations, ...extensionMigrations]);
    } catch (error) {
      throw asOperatorsToMend(error);
    }
    return open(url, work);
  });
}
