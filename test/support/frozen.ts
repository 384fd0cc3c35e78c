import { Client } from 'pg';
import type { Backend } from './backend.js';

/** Meanwhile nobody writes the table, as if no webhook had come; reading goes on. */
export async function frozen<T>({ databaseUrl }: Backend, table: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`BEGIN; LOCK TABLE ${table} IN SHARE MODE`);
    return await work();
  } finally {
    await client.end();
  }
}
