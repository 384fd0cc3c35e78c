import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { AbstractLogger, DataSource, MigrationExecutor } from 'typeorm';
import { ConfigurationError } from '../config/configuration.error.js';
import { APPLICATION_NAME, dataSourceOptions } from './data-source.js';
import { errorCode } from './error-code.js';
import { migrations, type MigrationClass } from './migrations/migrations.js';

/** Any constant: the advisory lock that says "this database is being migrated". */
const LOCK_KEY = 7_203_116_580_314;

/** How long a start waits for another process to migrate; an orchestrator then starts it again. */
const PATIENCE_MS = 60_000;

/** SQLSTATE lock_not_available: a table was busy for longer than `lock_timeout`. */
const LOCK_NOT_AVAILABLE = '55P03';
const LOCK_ATTEMPTS = 10;

/**
 * A statement may run long (an index on a big table), but may not wait long for a lock: whoever waits for a table makes
 * everyone who comes later wait behind it. Milliseconds.
 */
const LIMITS = { statement_timeout: 0, lock_timeout: 5000, idle_in_transaction_session_timeout: 60_000 };

/** TypeORM would print to the console that a migration failed; what goes wrong is thrown. */
class Silent extends AbstractLogger {
  protected writeLog(): void {}
}

/** A data source for migrations, on a direct connection. The caller destroys it. */
export async function openForMigration(url: string, list: readonly MigrationClass[]): Promise<DataSource> {
  const options = dataSourceOptions(url, { poolSize: 2, migrations: list });
  const applicationName = `${APPLICATION_NAME} migration`;
  const extra = { ...LIMITS, options: '-c TimeZone=UTC' };
  return new DataSource({ ...options, applicationName, logger: new Silent(), extra }).initialize();
}

async function isUpToDate(dataSource: DataSource): Promise<boolean> {
  return (await new MigrationExecutor(dataSource).getPendingMigrations()).length === 0;
}

async function runPending(dataSource: DataSource, log: (line: string) => void): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const done = await dataSource.runMigrations({ transaction: 'each' });
      for (const { name } of done) log(`Migration ${name} is done.`);
      return;
    } catch (error) {
      if (errorCode(error) !== LOCK_NOT_AVAILABLE || attempt === LOCK_ATTEMPTS) throw error;
      log(`A table is busy; the migration lets others pass and tries again (${attempt} of ${LOCK_ATTEMPTS}).`);
      await sleep(1000);
    }
  }
}

/** The lock is polled: CREATE INDEX CONCURRENTLY waits for every transaction that waits for a blocking one. */
async function underLock(url: string, dataSource: DataSource, work: () => Promise<void>): Promise<void> {
  const holder = new Client({ connectionString: url, application_name: `${APPLICATION_NAME} migration lock` });
  holder.on('error', () => undefined);
  await holder.connect();
  try {
    for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(250)) {
      const { rows } = await holder.query<{ ours: boolean }>('SELECT pg_try_advisory_lock($1) AS ours', [LOCK_KEY]);
      if (rows[0]?.ours) return await work();
      if (await isUpToDate(dataSource)) return;
      if (Date.now() > deadline) {
        throw new ConfigurationError('Another process has been migrating this database for 60 s. Try again later.');
      }
    }
  } finally {
    await holder.end().catch(() => undefined);
  }
}

/**
 * Runs the pending migrations, each in its own transaction (unless it says `transaction = false`). Any number of
 * processes may call this at once: one works, the others wait until nothing is pending.
 *
 * @param url a direct connection: behind a transaction pooler the lock would belong to nobody.
 */
export async function runMigrations(
  url: string,
  log: (line: string) => void = () => undefined,
  list: readonly MigrationClass[] = migrations,
): Promise<void> {
  const dataSource = await openForMigration(url, list);
  try {
    if (await isUpToDate(dataSource)) return;
    await underLock(url, dataSource, () => runPending(dataSource, log));
  } finally {
    await dataSource.destroy();
  }
}
