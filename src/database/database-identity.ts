import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';

interface Parts {
  readonly id: string;
  /** Of the database within its server. */
  readonly oid: string;
  readonly mayAsk: boolean;
}

/**
 * Names the database among all whose processes use one Redis: a staging system and production, two products. Whatever is
 * kept in Redis is named after it, so that none sees the other's tenants or takes its wake-up calls.
 */
export class DatabaseIdentity {
  private constructor(private readonly id: string) {}

  /** The same for every process on the database, and another one for a database that was made from its dump. */
  static async of(dataSource: DataSource): Promise<DatabaseIdentity> {
    const parts = (await read(dataSource)) ?? (await make(dataSource));
    // A dump brings the random id along; the server's own number, where it is told, and the database's tell the copy apart.
    const servers: { id: string }[] = parts?.mayAsk
      ? await dataSource.query('SELECT system_identifier::text AS id FROM pg_control_system()')
      : [];
    const all = JSON.stringify([parts?.id, parts?.oid, servers[0]?.id]);
    return new DatabaseIdentity(createHash('sha256').update(all).digest('hex').slice(0, 16));
  }

  /** What the names of all keys in Redis begin with. */
  get prefix(): string {
    return `countinghouse:${this.id}`;
  }
}

async function read(dataSource: DataSource): Promise<Parts | undefined> {
  const rows: Parts[] = await dataSource.query(
    `SELECT identity.id, base.oid::text, has_function_privilege('pg_control_system()', 'EXECUTE') AS "mayAsk"
       FROM database_identity AS identity, pg_database AS base WHERE base.datname = current_database()`,
  );
  return rows[0];
}

/** @returns what is there then, which another process may have made at the same moment. */
async function make(dataSource: DataSource): Promise<Parts | undefined> {
  await dataSource.query('INSERT INTO database_identity DEFAULT VALUES ON CONFLICT DO NOTHING');
  return read(dataSource);
}
