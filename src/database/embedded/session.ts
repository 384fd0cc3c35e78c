import { Client } from 'pg';
import { ConfigurationError } from '../../config/configuration.error.js';
import { errorCode } from '../error-code.js';
import { ROLE } from './cluster.js';
import type { Postmaster } from './postmaster.js';

/** A server that accepts connections. */
export interface Answer {
  pid: number;
  /** The process that started it, from its `cluster_name`; 0 when that tells nothing. */
  startedBy: number;
  urlOf: (database: string) => string;
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** undefined while the server starts, recovers or shuts down. */
export async function answer({ pid, port }: Postmaster, password: string): Promise<Answer | undefined> {
  if (port === 0) return undefined;
  const urlOf = (database: string): string =>
    `postgres://${ROLE}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  try {
    const { rows } = await withClient(urlOf('postgres'), (client) =>
      client.query<{ name: string }>("SELECT current_setting('cluster_name') AS name"),
    );
    return { pid, startedBy: Number(/^countinghouse-(\d+)$/.exec(rows[0]?.name ?? '')?.[1] ?? 0), urlOf };
  } catch (error) {
    if (errorCode(error) !== '28P01') return undefined;
    throw new ConfigurationError('The embedded PostgreSQL refuses its password: was the file replaced?');
  }
}

/** Creates the database when it is missing; two processes may do so at once. */
export async function ensureDatabase({ urlOf }: Answer, database: string): Promise<void> {
  await withClient(urlOf('postgres'), async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  }).catch((error: unknown) => {
    const isThere = ['42P04', '23505'].includes(errorCode(error) ?? '');
    if (!isThere) throw error;
  });
}
