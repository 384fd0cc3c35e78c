import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../embedded-postgres.js';
import { runMigrations } from '../migrate.js';
import { describeSchema } from '../schema-snapshot.js';
import { command } from './with-database.js';

/** A server of its own: a developer's database may hold what no migration made. An adopter's tables are not described. */
await command(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'countinghouse-schema-'));
  const embedded = await startEmbeddedPostgres({ directory: join(directory, 'postgres'), settings: { fsync: 'off' } });
  const client = new Client({ connectionString: embedded.url });
  try {
    await runMigrations(embedded.url);
    await client.connect();
    await writeFile('schema.sql', await describeSchema(client));
    console.log('schema.sql is written.');
  } finally {
    await client.end();
    await embedded.stop();
    for (const path of [embedded.directory, directory]) await rm(path, { recursive: true, force: true });
  }
});
