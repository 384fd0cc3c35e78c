import type { DataSource } from 'typeorm';
import { MIGRATIONS_TABLE } from '../../database/data-source.js';

/** What a PostgreSQL says of itself. */
export interface ServerFacts {
  /** Of the database. */
  readonly name: string;
  readonly version: string;
  /** As 180004. */
  readonly versionNumber: number;
  readonly maxConnections: number;
  /** Kept for superusers and the like. */
  readonly reserved: number;
  /** Open now, of all applications. */
  readonly connections: number;
  /** The server's clock less ours, seconds; half of the round trip is taken off. */
  readonly clockSkew: number;
}

const FACTS = `
  SELECT current_database() AS name, current_setting('server_version') AS version, current_setting('server_version_num')::int AS "versionNumber",
         current_setting('max_connections')::int AS "maxConnections",
         current_setting('superuser_reserved_connections')::int
           + coalesce(current_setting('reserved_connections', true)::int, 0) AS reserved,
         (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
         extract(epoch FROM clock_timestamp())::float8 AS now`;

/** Looks at the database as it is, and writes nothing. */
export class ServerFactsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async read(): Promise<ServerFacts | undefined> {
    const began = Date.now();
    const [row]: (Omit<ServerFacts, 'clockSkew'> & { now: number })[] = await this.dataSource.query(FACTS);
    if (!row) return undefined;
    const { now, ...facts } = row;
    return { ...facts, clockSkew: now - (began + Date.now()) / 2_000 };
  }

  /** Names of the migrations that have run; none in a database that was never started on. */
  async migrations(): Promise<string[]> {
    const [table]: { there: boolean }[] = await this.dataSource.query(`SELECT to_regclass($1) IS NOT NULL AS there`, [
      MIGRATIONS_TABLE,
    ]);
    if (!table?.there) return [];
    const rows: { name: string }[] = await this.dataSource.query(`SELECT name FROM ${MIGRATIONS_TABLE}`);
    return rows.map(({ name }) => name);
  }

  /** The account and mode that the database belongs to. */
  async binding(): Promise<{ account: string; livemode: boolean } | undefined> {
    const rows: { account: string; livemode: boolean }[] = await this.dataSource.query(
      'SELECT stripe_account AS account, livemode FROM stripe_binding',
    );
    return rows[0];
  }

  /** Keys that are valid now. */
  async validKeys(): Promise<number> {
    const rows: { count: number }[] = await this.dataSource.query(
      'SELECT count(*)::int AS count FROM api_keys WHERE revoked_at IS NULL AND coalesce(expires_at > now(), true)',
    );
    return rows[0]?.count ?? 0;
  }

  /** Ids of the keys that payloads are encrypted with, of the newest and the oldest; null: without one. */
  async payloadKeys(): Promise<(string | null)[]> {
    const rows: { keyId: string | null }[] = await this.dataSource.query(
      `SELECT DISTINCT key_id AS "keyId"
         FROM ((SELECT key_id FROM stripe_event_payload ORDER BY event_log_id DESC LIMIT 1000)
               UNION ALL
               (SELECT key_id FROM stripe_event_payload ORDER BY event_log_id LIMIT 1000)) AS samples
        ORDER BY 1 NULLS FIRST`,
    );
    return rows.map(({ keyId }) => keyId);
  }

  /** Seconds since each signing secret, by its fingerprint, has last signed a webhook request; null: never. */
  async secretMatches(): Promise<Map<string, number | null>> {
    const rows: { fingerprint: string; seconds: number | null }[] = await this.dataSource.query(
      `SELECT fingerprint, extract(epoch FROM now() - matched_at)::float8 AS seconds FROM signing_secret_matches`,
    );
    return new Map(rows.map(({ fingerprint, seconds }) => [fingerprint, seconds]));
  }
}
