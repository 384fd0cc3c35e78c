import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { pendingMigrationSql } from '../src/database/migration-plan.js';
import { runMigrations } from '../src/database/migrate.js';
import { emptyDatabase, type TestDatabase } from './support/database.js';

abstract class ForwardOnly implements MigrationInterface {
  abstract up(runner: QueryRunner): Promise<void>;
  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

class Note1700000000001 extends ForwardOnly {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE note (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text)');
    await runner.query('INSERT INTO note (body) VALUES ($1)', ['first']);
  }
}

/** Not in a transaction, and in batches until nothing is left. */
class NoteIndex1700000000002 extends ForwardOnly {
  readonly transaction = false;
  async up(runner: QueryRunner): Promise<void> {
    const rows: { open: number }[] = await runner.query('SELECT count(*)::int AS open FROM note');
    if ((rows[0]?.open ?? 0) > 0) await runner.query('UPDATE note SET body = upper(body)');
    await runner.query('CREATE INDEX CONCURRENTLY note_body_idx ON note (body)');
  }
}

const list = [Note1700000000001, NoteIndex1700000000002];
let database: TestDatabase;
let client: Client;

const relations = async (): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
  );
  return rows.map(({ name }) => name);
};

beforeEach(async () => {
  database = await emptyDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await database.drop();
});

test('the plan shows every statement with its parameters, and writes nothing', async () => {
  expect(await pendingMigrationSql(database.url, list)).toEqual([
    '-- Note1700000000001',
    'CREATE TABLE note (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text);',
    "INSERT INTO note (body) VALUES ($1); -- [ 'first' ]",
    '-- NoteIndex1700000000002 (not in a transaction)',
    '-- reads: SELECT count(*)::int AS open FROM note;',
    'CREATE INDEX CONCURRENTLY note_body_idx ON note (body);',
  ]);
  expect(await relations()).toEqual([]);
});

test('the plan reads the database as it is, and shows only what is pending', async () => {
  await runMigrations(database.url, undefined, [Note1700000000001]);
  const plan = await pendingMigrationSql(database.url, list);
  expect(plan.slice(1)).toEqual([
    'UPDATE note SET body = upper(body);',
    'CREATE INDEX CONCURRENTLY note_body_idx ON note (body);',
  ]);
  await runMigrations(database.url, undefined, list);
  expect(await pendingMigrationSql(database.url, list)).toEqual([]);
});

test('a SELECT that writes, and a loop without an end, stay a plan', async () => {
  class Sneaky1700000000003 extends ForwardOnly {
    async up(runner: QueryRunner): Promise<void> {
      await runner.query("SELECT setval('counter', 7)");
      await runner.query('SELECT 1; COMMIT; DROP SEQUENCE counter');
      const [rows]: [unknown[]] = await runner.query('UPDATE note SET id = 1 RETURNING id');
      expect(rows).toEqual([]);
      for (;;) await runner.query('DELETE FROM note');
    }
  }
  await client.query('CREATE SEQUENCE counter');
  const plan = await pendingMigrationSql(database.url, [Sneaky1700000000003]);
  expect(plan.slice(1, 5)).toEqual([
    "SELECT setval('counter', 7);",
    'SELECT 1; COMMIT; DROP SEQUENCE counter;',
    'UPDATE note SET id = 1 RETURNING id;',
    'DELETE FROM note;',
  ]);
  expect(plan.at(-1)).toMatch(/more than \d+ statements/);
  expect((await client.query('SELECT is_called FROM counter')).rows).toEqual([{ is_called: false }]);
});

test('processes that start at once migrate once, and all of them return when it is done', async () => {
  const lines: string[] = [];
  const start = async (): Promise<string[]> => {
    await runMigrations(database.url, (line) => lines.push(line), list);
    return relations();
  };
  const seen = await Promise.all([start(), start(), start(), start()]);
  for (const names of seen) expect(names).toContain('note_body_idx');
  expect(lines).toEqual(['Migration Note1700000000001 is done.', 'Migration NoteIndex1700000000002 is done.']);
  expect((await client.query('SELECT body FROM note')).rows).toEqual([{ body: 'FIRST' }]);
});

test('a migration that fails leaves nothing behind, and the next start runs it again', async () => {
  let isBroken = true;
  class Fragile1700000000004 extends ForwardOnly {
    async up(runner: QueryRunner): Promise<void> {
      await runner.query('CREATE TABLE fragile (id int)');
      if (isBroken) await runner.query('SELECT 1 / 0');
    }
  }
  await expect(runMigrations(database.url, undefined, [Fragile1700000000004])).rejects.toThrow('division by zero');
  expect(await relations()).not.toContain('fragile');
  isBroken = false;
  await runMigrations(database.url, undefined, [Fragile1700000000004]);
  expect(await relations()).toContain('fragile');
});

test('a busy table is not queued for: the migration gives way after 5 s and tries again', async () => {
  class Column1700000000005 extends ForwardOnly {
    async up(runner: QueryRunner): Promise<void> {
      await runner.query('ALTER TABLE note ADD COLUMN extra text');
    }
  }
  await runMigrations(database.url, undefined, [Note1700000000001]);
  await client.query('BEGIN');
  await client.query('SELECT * FROM note');
  const lines: string[] = [];
  const migrated = runMigrations(database.url, (line) => lines.push(line), [Note1700000000001, Column1700000000005]);
  for (const deadline = Date.now() + 20_000; lines.length === 0 && Date.now() < deadline;) await sleep(50);
  await client.query('COMMIT');
  await migrated;
  expect(lines.pop()).toBe('Migration Column1700000000005 is done.');
  expect(new Set(lines)).toEqual(new Set([expect.stringContaining('busy')]));
});
