import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { runMigrations } from '../src/database/migrate.js';
import { migrations } from '../src/database/migrations/migrations.js';
import { describeSchema } from '../src/database/schema-snapshot.js';
import { emptyDatabase } from './support/database.js';

async function describeAfter(url: string, statements: readonly string[]): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
    return await describeSchema(client);
  } finally {
    await client.end();
  }
}

test('schema.sql is what the migrations make: after a change, run `npm run schema:snapshot` and commit the result', async () => {
  const database = await emptyDatabase();
  try {
    await runMigrations(database.url, undefined, migrations);
    const committed = await readFile(new URL('../schema.sql', import.meta.url), 'utf8');
    expect(committed).toBe(await describeAfter(database.url, []));
  } finally {
    await database.drop();
  }
});

test('the monthly partitions of the payload and the order of creation do not show', async () => {
  const [one, other] = [await emptyDatabase(), await emptyDatabase()];
  const payload = 'CREATE TABLE stripe_event_payload (at timestamptz NOT NULL) PARTITION BY RANGE (at)';
  const month = `CREATE TABLE stripe_event_payload_2026_01 PARTITION OF stripe_event_payload
    FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')`;
  const note = 'CREATE TABLE note (id int PRIMARY KEY, body text)';
  try {
    const described = await describeAfter(one.url, [payload, note]);
    expect(await describeAfter(other.url, [note, payload, month])).toBe(described);
    expect(await describeAfter(other.url, ['CREATE INDEX note_body_idx ON note (body)'])).not.toBe(described);
  } finally {
    await one.drop();
    await other.drop();
  }
});
