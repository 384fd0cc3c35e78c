import type { DataSourceOptions } from 'typeorm';
import { SqlSpans } from '../tracing/sql-spans.js';
import { GatheringSocket } from './gathering-socket.js';
import { migrations, type MigrationClass } from './migrations/migrations.js';
import { SessionClient } from './prepared.js';
import { SnakeCaseNaming } from './snake-case.naming.js';

interface Options {
  /** Connections this process may hold. A dispatcher batch and an ingest commit use one each. */
  poolSize?: number;
  /**
   * `DATABASE_URL` is a transaction pooler. It refuses the start of a connection that names a time-out or a time zone
   * (PgBouncer: "unsupported startup parameter"), so these are left to each transaction's SET LOCAL.
   */
  behindPooler?: boolean;
  /** Statements are told of in the trace to which they belong. */
  traced?: boolean;
  migrations?: readonly MigrationClass[];
}

/** Name of the connections in pg_stat_activity. */
export const APPLICATION_NAME = 'countinghouse';

/** TypeORM's own table of what has run, named so that a database shared with another application keeps both apart. */
export const MIGRATIONS_TABLE = 'countinghouse_migrations';

/**
 * Limits of each session, in milliseconds: the far bound of what one stuck statement or one forgotten transaction can
 * hold. Whoever has less time (a webhook is answered within 5 s) says so with SET LOCAL.
 */
const SESSION_LIMITS = {
  statement_timeout: 15_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 30_000,
  options: '-c TimeZone=UTC -c default_transaction_isolation=read\\ committed',
};

/** How the backend talks to PostgreSQL; entities come through TypeOrmModule's `autoLoadEntities`. */
export function dataSourceOptions(
  url: string,
  { poolSize = 10, behindPooler = false, traced = false, migrations: list = migrations }: Options = {},
): DataSourceOptions & { type: 'postgres' } {
  return {
    type: 'postgres',
    url,
    poolSize,
    applicationName: APPLICATION_NAME,
    connectTimeoutMS: 5_000,
    synchronize: false,
    migrationsRun: false,
    migrations: [...list],
    subscribers: traced ? [SqlSpans] : [],
    migrationsTableName: MIGRATIONS_TABLE,
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeCaseNaming(),
    installExtensions: false,
    // With a session of our own it is the session's, which saves a statement a transaction.
    ...(behindPooler ? { isolationLevel: 'READ COMMITTED' as const } : {}),
    extra: {
      keepAlive: true,
      stream: () => new GatheringSocket(),
      ...(behindPooler ? {} : { ...SESSION_LIMITS, Client: SessionClient }),
    },
  };
}
