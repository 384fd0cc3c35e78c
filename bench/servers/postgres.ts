import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { runMigrations } from '../../src/database/migrate.js';

/** Of `utime` and `stime` in /proc/<pid>/stat, in microseconds: Linux reports them in hundredths of a second. */
const TICK = 10_000;

/** For 16 processes of the backend, who keep some, and pgbench; PostgreSQL's own 100 would be too few. */
const CONNECTIONS = '300';

/** What a commit costs depends on these. */
interface Settings {
  readonly fsync: string;
  readonly synchronous_commit: string;
  readonly shared_buffers: string;
}

/** The PostgreSQL that all processes share: DATABASE_URL's, or an embedded one in a directory that is gone afterwards. */
export class Postgres {
  private readonly databases: string[] = [];
  private template: Promise<string> | undefined;

  private constructor(
    private readonly client: Client,
    private readonly url: string,
    readonly version: string,
    readonly settings: Settings,
    private readonly pid: number,
    private readonly end: () => Promise<void>,
  ) {}

  static async start(given: string | undefined): Promise<Postgres> {
    const { url, end } = given ? { url: given, end: () => Promise.resolve() } : await embedded();
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<Settings & { version: string; pid: number }>(
      `SELECT current_setting('server_version') AS version, pg_backend_pid() AS pid, current_setting('fsync') AS fsync,
              current_setting('synchronous_commit') AS synchronous_commit, current_setting('shared_buffers') AS shared_buffers`,
    );
    const [told] = rows;
    if (!told) throw new TypeError('SELECT without FROM gives a row');
    return new Postgres(
      client,
      url,
      `${told.version}${given ? '' : ' (embedded)'}`,
      told,
      await parentOf(told.pid),
      end,
    );
  }

  /** A new database with nothing in it, or with what another one has, to which nobody is connected. Resolves with its URL. */
  async database(name: string, from?: string): Promise<string> {
    const full = `bench_${name}_${randomBytes(4).toString('hex')}`;
    const source = from === undefined ? '' : ` TEMPLATE ${new URL(from).pathname.slice(1)}`;
    await this.client.query(`CREATE DATABASE ${full}${source}`);
    this.databases.push(full);
    const url = new URL(this.url);
    url.pathname = `/${full}`;
    return url.href;
  }

  /** A new database with the backend's tables. */
  async migrated(name: string): Promise<string> {
    this.template ??= this.database('migrated').then(async (url) => {
      await runMigrations(url);
      return url;
    });
    return this.database(name, await this.template);
  }

  /** Microseconds that all processes of the server have spent on a processor; NaN where that cannot be told. */
  async cpu(): Promise<number> {
    if (Number.isNaN(this.pid)) return Number.NaN;
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
    const stats = await Promise.all(pids.map((pid) => stat(pid)));
    const ours = stats.filter((fields) => fields.parent === this.pid || fields.pid === this.pid);
    const ticks = ours.map(({ pid, own, ended }) => own + (pid === this.pid ? ended : 0));
    return ticks.reduce((sum, one) => sum + one, 0) * TICK;
  }

  async stop(): Promise<void> {
    for (const name of this.databases) await this.client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await this.client.end();
    await this.end();
  }
}

async function embedded(): Promise<{ url: string; end: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'countinghouse-bench-'));
  await chmod(directory, 0o711); // PostgreSQL runs as another user when this is root
  const postgres = await startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    settings: { max_connections: CONNECTIONS },
  });
  const end = async (): Promise<void> => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
    await rm(postgres.directory, { recursive: true, force: true });
  };
  return { url: postgres.url, end };
}

/** The postmaster, when the server runs on this machine and this machine has /proc; else NaN. */
async function parentOf(pid: number | undefined): Promise<number> {
  const { name, parent } = await stat(pid ?? 0);
  return name.startsWith('postgres') ? parent : Number.NaN;
}

async function stat(pid: number): Promise<{ pid: number; name: string; parent: number; own: number; ended: number }> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number); // from the third field on
  const [parent = Number.NaN, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
    (index) => fields[index],
  );
  return { pid, name, parent, own: user + system, ended: endedUser + endedSystem };
}
