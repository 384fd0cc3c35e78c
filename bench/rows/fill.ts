import { Client } from 'pg';

/** Statements on a connection of their own: the backend's ones give up after 15 seconds. Afterwards what autovacuum does within minutes. */
export async function fill(url: string, statements: Iterable<readonly [string, readonly unknown[]]>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`SET TimeZone = 'UTC'`); // months begin where the backend's partitions do
    await client.query('SET synchronous_commit = off');
    for (const [sql, parameters] of statements) await client.query(sql, [...parameters]);
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
