import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { startBackend, type Backend } from './support/backend.js';
import { cloneDatabase, emptyDatabase, type TestDatabase } from './support/database.js';

/**
 * While an update is rolled out, and after it is rolled back, processes of the first release work on the schema of today
 * beside those of today. Their code is not here any more; what it says to PostgreSQL is.
 */
const FIRST_SCHEMA = new URL('fixtures/first-schema.sql.gz', import.meta.url);
/** Every statement that its tests of the pipeline, of order, of tenants and of random lives sent, with a line between. */
const FIRST_STATEMENTS = new URL('fixtures/first-statements.sql', import.meta.url);

interface Column {
  readonly relation: string;
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}
interface Rule {
  readonly relation: string;
  readonly definition: string;
}

/** Partitions hold what their parent says. A column is required when an INSERT that does not name it fails. */
const COLUMNS = `
  SELECT c.relname AS relation, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
         a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AS required
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`;

/** What a row may not do: a value that is there already, or one whose other row is not. */
const RULES = `
  SELECT c.relname AS relation, regexp_replace(pg_get_indexdef(i.indexrelid), '^.* ON .* USING ', '') AS definition
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
   WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique AND NOT c.relispartition
   UNION ALL
  SELECT c.relname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
   WHERE c.relnamespace = 'public'::regnamespace AND k.contype = 'f' AND NOT c.relispartition`;

let first: TestDatabase;
let today: TestDatabase;
let old: Client;
let client: Client;
let backend: Backend;
let dump: string;
let statements: readonly string[];

const connect = async ({ url }: TestDatabase): Promise<Client> => {
  const connected = new Client({ connectionString: url });
  await connected.connect();
  return connected;
};
const columnsOf = async (of: Client): Promise<Map<string, Column>> =>
  new Map((await of.query<Column>(COLUMNS)).rows.map((column) => [`${column.relation}.${column.name}`, column]));
const rulesOf = async (of: Client): Promise<Rule[]> => (await of.query<Rule>(RULES)).rows;

beforeAll(async () => {
  [first, today] = await Promise.all([emptyDatabase(), cloneDatabase()]);
  [old, client] = await Promise.all([connect(first), connect(today)]);
  dump = gunzipSync(await readFile(FIRST_SCHEMA)).toString('utf8');
  await old.query(dump);
  await old.query('SET search_path TO public');
  statements = (await readFile(FIRST_STATEMENTS, 'utf8'))
    .trim()
    .split(/;\n\n|;$/)
    .filter((text) => text !== '');
});
afterAll(async () => {
  await backend?.close();
  await Promise.all([old.end(), client.end()]);
  await Promise.all([first.drop(), today.drop()]);
});

it('the schema has only become larger: no table, column or type of the first release is another one', async () => {
  const [before, after] = [await columnsOf(old), await columnsOf(client)];
  expect(before.size).toBeGreaterThan(250);
  for (const [name, { type, required }] of before) {
    expect([name, after.get(name)?.type]).toEqual([name, type]);
    if (!required) expect([name, after.get(name)?.required]).toEqual([name, false]);
  }
  const tables = new Set([...before.values()].map(({ relation }) => relation));
  const added = [...after].filter(([name, { relation }]) => tables.has(relation) && !before.has(name));
  expect(added.length).toBeGreaterThan(5);
  expect(added.filter(([, { required }]) => required)).toEqual([]);
});

it('a table of the first release lets in what it let in, and keeps out what it kept out', async () => {
  const [before, after] = [await rulesOf(old), await rulesOf(client)];
  const tables = new Set(before.map(({ relation }) => relation));
  expect(tables.size).toBeGreaterThan(15);
  const asText = (rules: readonly Rule[]): string[] =>
    rules
      .filter(({ relation }) => tables.has(relation))
      .map((rule) => `${rule.relation} ${rule.definition}`)
      .toSorted();
  expect(asText(after)).toEqual(asText(before));
});

it('every statement of the first release has a plan', async () => {
  expect(statements.length).toBeGreaterThan(60);
  const refused: string[] = [];
  for (const text of statements) {
    const parameters = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
    const values = parameters === 0 ? '' : `(${Array.from({ length: parameters }, () => 'NULL').join(', ')})`;
    try {
      await client.query(`PREPARE one AS ${text}`);
      await client.query(`EXPLAIN EXECUTE one${values}`); // where ON CONFLICT looks for its index
      await client.query('DEALLOCATE one');
    } catch (error) {
      refused.push(`${String(error)}: ${text}`);
      await client.query('DEALLOCATE ALL');
    }
  }
  expect(refused).toEqual([]);
});

it('rows as the first release writes them go in, and what it left open is settled by today’s', async () => {
  const rows = dump.match(/^INSERT INTO public\.[\s\S]*?;$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) {
    if (row.includes('public.countinghouse_migrations')) continue;
    await client.query(
      row.replace(/^INSERT INTO public\.stripe_event_payload_\w+/, 'INSERT INTO public.stripe_event_payload'),
    );
  }
  backend = await startBackend({ databaseUrl: today.url });
  await backend.settled(60_000);
  const open = `SELECT stripe_event_id FROM stripe_event_log WHERE status NOT IN ('processed', 'ignored')`;
  expect(await backend.query(open)).toEqual([]);
  expect(await backend.query(`SELECT 1 FROM customers WHERE name = 'Renamed before the upgrade'`)).toHaveLength(2);
});
