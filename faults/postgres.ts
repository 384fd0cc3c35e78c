import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/database/embedded-postgres.js';
import { isAlive } from '../src/database/embedded/postmaster.js';
import { errorCode } from '../src/database/error-code.js';
import { AUDIT } from './audit.sql.js';

/** Of the processes under test: no superuser, so that a limit of connections holds for it. */
export const ROLE = 'faults_backend';
export const DATABASE = 'faults';
const PASSWORD = 'of_a_database_that_lives_for_minutes';
/** SQLSTATE deadlock_detected. */
const DEADLOCK = '40P01';
const LOCK_ATTEMPTS = 10;

/** A PostgreSQL of the suite's own, and the suite's own way to it, past all proxies. */
export class Postgres {
  private pool: pg.Pool | undefined;

  private constructor(
    private readonly place: string,
    private server: EmbeddedPostgres,
  ) {}

  static async start(): Promise<Postgres> {
    const directory = await mkdtemp(join(tmpdir(), 'countinghouse-faults-'));
    await chmod(directory, 0o711); // PostgreSQL runs as another user when this is root
    const place = join(directory, 'postgres');
    const postgres = new Postgres(place, await startEmbeddedPostgres({ directory: place, database: DATABASE }));
    await postgres.query(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${PASSWORD}'`);
    await postgres.query(`ALTER DATABASE ${DATABASE} OWNER TO ${ROLE}`);
    return postgres;
  }

  get port(): number {
    return Number(new URL(this.server.url).port);
  }

  /** As the processes under test see it, through the proxy at that port. */
  urlThrough(port: number): string {
    return `postgres://${ROLE}:${PASSWORD}@127.0.0.1:${port}/${DATABASE}`;
  }

  /** The suite's own, direct. */
  get url(): string {
    return this.server.url;
  }

  /** Call when the schema of the backend is there. */
  async beginAudit(): Promise<void> {
    await this.query(AUDIT);
  }

  async query<Row extends object = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    this.pool ??= this.newPool();
    const { rows } = await this.pool.query<Row>(sql, parameters);
    return rows;
  }

  /** Runs `during` while a session of the suite's holds the locks that `statement` takes. */
  async holding(statement: string, during: () => Promise<void>): Promise<void> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      await this.take(client, statement);
      await during();
      await client.query('ROLLBACK');
    } finally {
      await client.end();
    }
  }

  /** Tables are locked one after the other, and workers may hold the later ones: a deadlock is then the suite's to lose. */
  private async take(client: pg.Client, statement: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      await client.query('BEGIN');
      try {
        await client.query(statement);
        return;
      } catch (error) {
        if (errorCode(error) !== DEADLOCK || attempt === LOCK_ATTEMPTS) throw error;
        await client.query('ROLLBACK');
      }
    }
  }

  /** Immediate mode: all processes of the server end at once, without a checkpoint, and it recovers from its log. */
  async restart(awayMs: number): Promise<void> {
    await this.pool?.end().catch(() => undefined);
    this.pool = undefined;
    process.kill(this.server.pid, 'SIGQUIT');
    for (const deadline = Date.now() + 10_000; isAlive(this.server.pid) && Date.now() < deadline;) await delay(20);
    await delay(awayMs);
    this.server = await startEmbeddedPostgres({ directory: this.place, database: DATABASE });
  }

  async stop(): Promise<void> {
    await this.pool?.end();
    await this.server.stop();
    await rm(this.server.directory, { recursive: true, force: true });
    await rm(join(this.place, '..'), { recursive: true, force: true });
  }

  private newPool(): pg.Pool {
    // Whoever waits for a connection of a pool that has been ended would wait for ever.
    const pool = new pg.Pool({ connectionString: this.url, max: 4, connectionTimeoutMillis: 5_000 });
    pool.on('error', () => undefined);
    return pool;
  }
}
