import pg from 'pg';

/** Statements that stayed prepared on the server's connections. */
export interface NamedStatements {
  /** Connections of the server that were looked into. */
  readonly connections: number;
  readonly texts: string[];
}

/**
 * Looks into every connection that a transaction pooler holds to its server, by taking them all at once. Until 1.21
 * PgBouncer hands a named statement on to whichever connection is free, and leaves it there: the next client of that
 * connection meets a name that is taken, and the first one, elsewhere, a name that is not known.
 *
 * @param url through the pooler.
 * @param most connections of the pooler to the server: call it when nobody else has one, or it waits for them.
 */
export async function namedStatements(url: string, most: number): Promise<NamedStatements> {
  const clients = Array.from({ length: most }, () => new pg.Client({ connectionString: url }));
  const pids = new Set<number>();
  const texts: string[] = [];
  try {
    for (const client of clients) {
      await client.connect();
      await client.query('BEGIN');
      const { rows } = await client.query<{ pid: number; texts: string[] }>(
        'SELECT pg_backend_pid() AS pid, array(SELECT statement FROM pg_prepared_statements) AS texts',
      );
      for (const row of rows) {
        pids.add(row.pid);
        texts.push(...row.texts);
      }
    }
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
  return { connections: pids.size, texts };
}
