import type { MigrationClass } from '../../database/migrations/migrations.js';
import { clockFinding } from './clock.check.js';
import { fail, ok, warn, type Finding } from './finding.js';
import type { ServerFacts } from './server-facts.repository.js';

/** What the tests run on is newer; what is older has no support of its own any more. */
const OLDEST = 140_000;

export function versionFinding({ version, versionNumber }: ServerFacts): Finding {
  const text = `PostgreSQL ${version}`;
  return versionNumber < OLDEST
    ? fail('database.version', `${text} is too old`, 'PostgreSQL 14 or later')
    : ok('database.version', text);
}

/** @param poolSize connections that one process may hold. @param isPooled whether processes connect to a pooler instead. */
export function connectionsFinding(facts: ServerFacts, poolSize: number, isPooled: boolean): Finding {
  const { maxConnections, reserved, connections } = facts;
  const room = maxConnections - reserved;
  const text = `${connections} of ${room} connections are open`;
  if (connections > room * 0.9) {
    return fail('database.connections', text, 'Raise max_connections, lower DATABASE_POOL_SIZE, or see who holds them');
  }
  if (isPooled) return ok('database.connections', `${text}, behind a pooler`);
  const processes = Math.floor(room / poolSize);
  const pools = `${text}; there is room for ${processes} processes of DATABASE_POOL_SIZE ${poolSize}`;
  // A rolling update runs two of each for a while.
  return processes < 2
    ? warn(
        'database.connections',
        pools,
        'Raise max_connections or lower DATABASE_POOL_SIZE: an update runs two processes',
      )
    : ok('database.connections', pools);
}

const nameOf = (migration: MigrationClass): string => {
  const { name } = new migration();
  return name ?? migration.name;
};

/** Names of those that have not run. @param done names of those that have. */
export const pendingMigrations = (done: readonly string[], known: readonly MigrationClass[]): string[] =>
  known.map(nameOf).filter((name) => !done.includes(name));

export function migrationsFinding(done: readonly string[], known: readonly MigrationClass[]): Finding {
  const names = known.map(nameOf);
  const pending = pendingMigrations(done, known);
  const unknown = done.filter((name) => !names.includes(name));
  if (pending.length > 0) {
    return fail(
      'database.migrations',
      `${pending.length} pending: ${pending.join(', ')}`,
      'npx countinghouse migrate run',
    );
  }
  if (unknown.length > 0) {
    return warn(
      'database.migrations',
      `the database is newer than this build: ${unknown.join(', ')}`,
      'Run the build that the backend runs; the former build works on it too',
    );
  }
  return ok('database.migrations', `${names.length} done, none pending`);
}

export const databaseClockFinding = ({ clockSkew }: ServerFacts): Finding => clockFinding('clock.database', clockSkew);
