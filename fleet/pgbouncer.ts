import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { canReach, settle, type Home } from '../src/database/embedded/account.js';
import { endWithThisProcess } from '../src/database/embedded/guard.js';
import { freePort } from '../test/support/free-port.js';
import { findPgbouncer } from '../test/support/pgbouncer-program.js';

interface Options {
  /** Made for it, and removed with it. */
  readonly directory: string;
  /** The server behind it, as it is reached directly, with user and password. */
  readonly upstream: string;
  /** Connections to the server for each database and user; PgBouncer's own default is 20. */
  readonly poolSize: number;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** All that is not named here is as PgBouncer has it: `server_reset_query` and, from 1.21 on, `max_prepared_statements`. */
const configuration = (upstream: URL, port: number, users: string, poolSize: number): string => `[databases]
* = host=${upstream.hostname} port=${upstream.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
stats_users = ${decodeURIComponent(upstream.username)}
pool_mode = transaction
max_client_conn = 500
default_pool_size = ${poolSize}
`;

/** A PgBouncer in transaction mode before one PostgreSQL. It refuses to run as root, who lends it another account. */
export class PgBouncer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly home: Home,
    private readonly upstream: URL,
    private readonly port: number,
    readonly poolSize: number,
  ) {}

  /** @throws {Error} with what it said, when it does not answer within 30 s. */
  static async start({ directory, upstream: direct, poolSize }: Options): Promise<PgBouncer> {
    const home = settle(directory);
    const upstream = new URL(direct);
    const port = await freePort();
    const program = reachable(await findPgbouncer(), home);
    const [users, settings] = [join(home.directory, 'users.txt'), join(home.directory, 'pgbouncer.ini')];
    const [user, password] = [upstream.username, upstream.password].map(decodeURIComponent);
    writeFileSync(users, `${quoted(user ?? '')} ${quoted(password ?? '')}\n`);
    writeFileSync(settings, configuration(upstream, port, users, poolSize));
    const log = openSync(logOf(home), 'a');
    const child = spawn(program, [settings], { ...home.account, cwd: home.directory, stdio: ['ignore', log, log] });
    closeSync(log);
    child.once('error', () => undefined);
    if (child.pid !== undefined) {
      const pidFile = join(home.directory, 'pgbouncer.pid');
      writeFileSync(pidFile, `${child.pid}\n`);
      child.once('exit', endWithThisProcess(child.pid, 'TERM', pidFile));
    }
    const bouncer = new PgBouncer(child, home, upstream, port, poolSize);
    await bouncer.answers();
    return bouncer;
  }

  /** As a process of the backend reaches a database through it. */
  get url(): string {
    const url = new URL(this.upstream);
    url.host = `127.0.0.1:${this.port}`;
    return url.href;
  }

  /** Transactions that it has passed on, by its own count. */
  async transactions(): Promise<number> {
    const url = new URL(this.url);
    url.pathname = '/pgbouncer';
    const rows = await asked<{ database: string; total_xact_count: string }>(url.href, 'SHOW STATS');
    const database = decodeURIComponent(this.upstream.pathname.slice(1));
    return Number(rows.find((row) => row.database === database)?.total_xact_count ?? 0);
  }

  /** What it complained of: refused start-up parameters, clients and servers that broke the protocol, waits. */
  complaints(): string[] {
    const lines = readFileSync(logOf(this.home), 'utf8').split('\n');
    return lines.filter((line) => / (WARNING|ERROR|FATAL) |pooler error|unsupported/.test(line));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.home.directory, { recursive: true, force: true });
  }

  private async answers(): Promise<void> {
    for (const deadline = Date.now() + 30_000; ; await delay(50)) {
      const up = await asked(this.url, 'SELECT 1').catch(() => undefined);
      if (up) return;
      if (this.child.exitCode === null && Date.now() < deadline) continue;
      const said = readFileSync(logOf(this.home), 'utf8');
      await this.stop();
      throw new Error(`PgBouncer does not start:\n${said}`);
    }
  }
}

const logOf = ({ directory }: Home): string => join(directory, 'pgbouncer.log');

/** One that was unpacked into a folder of root's alone is copied to where its account gets to. */
function reachable(program: string, { account, directory }: Home): string {
  if (canReach(program, account)) return program;
  cpSync(dirname(program), join(directory, 'program'), { recursive: true, verbatimSymlinks: true });
  return join(directory, 'program', basename(program));
}

async function asked<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
