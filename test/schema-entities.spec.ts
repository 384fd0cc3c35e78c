import { DataSource, type EntityMetadata } from 'typeorm';
import { startBackend, type Backend } from './support/backend.js';

let backend: Backend;
let dataSource: DataSource;

beforeAll(async () => {
  backend = await startBackend();
  dataSource = backend.app.get(DataSource);
});
afterAll(() => backend.close());

/** A column as both sides can tell it. */
interface Described {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly primary: boolean;
  /** `ALWAYS` or `BY DEFAULT` for one that PostgreSQL numbers itself. */
  readonly identity: string | null;
}

const byName = (columns: readonly Described[]) => columns.toSorted((a, b) => (a.name < b.name ? -1 : 1));

const columnsOf = ({ columns }: EntityMetadata): Described[] =>
  byName(
    columns.map((column) => ({
      name: column.databaseName,
      // PostgreSQL's own name: `timestamptz` is short for `timestamp with time zone`
      type: `${dataSource.driver.normalizeType(column)}${column.length && `(${column.length})`}${column.isArray ? '[]' : ''}`,
      nullable: column.isNullable,
      primary: column.isPrimary,
      identity: column.generatedIdentity ?? null,
    })),
  );

async function columnsInDatabase(table: string): Promise<Described[]> {
  const columns = await backend.query<Described>(
    `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
            coalesce(a.attnum = ANY (k.conkey), false) AS primary,
            CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END AS identity
       FROM pg_attribute a
       LEFT JOIN pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'p'
      WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped`,
    [table],
  );
  return byName(columns);
}

it('every entity has exactly the columns of its table', async () => {
  const entities = dataSource.entityMetadatas;
  const described = await Promise.all(
    entities.map(async (entity) => [entity.tableName, await columnsInDatabase(entity.tablePath)] as const),
  );
  expect(Object.fromEntries(entities.map((entity) => [entity.tableName, columnsOf(entity)]))).toEqual(
    Object.fromEntries(described),
  );
});

it('every table has an entity, but for those that only SQL speaks of', async () => {
  const tables = await backend.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      ORDER BY c.relname COLLATE "C"`,
  );
  const known = new Set(dataSource.entityMetadatas.map(({ tableName }) => tableName));
  expect(known.size).toBe(dataSource.entityMetadatas.length);
  expect(tables.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([
    'alert_incidents', // what was wrong, from its beginning to its end
    'backfill_progress', // how far each list has been brought
    'countinghouse_migrations', // TypeORM's own
    'database_identity', // one row, read at the start
    'erased_customers', // whom we have erased
    'erased_objects', // and what was theirs
    'event_replay_items', // which events a replay has left to do
    'event_replays', // what operators let run again
    'leases', // locks of the scheduled jobs
    'mrr_changes', // movements of recurring revenue, computed and read by SQL
    'mrr_due', // whose recurring revenue is to be computed
    'mrr_facts', // what it is computed from
    'operator_runs', // what operators have had run
    'process_minutes', // what processes have counted, for two days
    'reconcile_checkpoints', // how far each account has been compared
    'reconcile_gaps', // a journal of what was lacking
    'retention_runs', // what was removed because its time had passed
    'signing_secret_matches', // when each was last of use
    'stripe_binding', // one row, read before anything else
    'stripe_event_attempts', // those that failed
    'stripe_worker_claim', // locks of the running workers
    'subscription_mrr', // what each subscription brings in, since when
    'verify_differences', // rows that are known not to be what Stripe says
    'verify_runs', // results of the comparisons with Stripe
  ]);
});
