import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unpackProgram } from '../../test/support/apt-unpack.js';
import { cacheOf, inPath, works } from '../../test/support/program.js';

const run = promisify(execFile);
const cache = cacheOf('pgbench');
/** Where Debian and Ubuntu keep it: a folder for each version. */
const DEBIAN = '/usr/lib/postgresql';

async function installed(): Promise<string[]> {
  const versions = await readdir(DEBIAN).catch(() => []);
  const newestFirst = versions.toSorted((a, b) => Number(b) - Number(a));
  return [...newestFirst.map((version) => join(DEBIAN, version, 'bin/pgbench')), ...inPath('pgbench')];
}

/** The distribution's version of PostgreSQL, in whose package pgbench is. */
async function unpack(): Promise<string> {
  const { stdout } = await run('apt-cache', ['depends', 'postgresql'], { env: { ...process.env, LC_ALL: 'C' } });
  const version = /Depends: postgresql-(\d+)/.exec(stdout)?.[1];
  if (version === undefined) throw new Error('apt knows no package postgresql');
  const program = `usr/lib/postgresql/${version}/bin/pgbench`;
  return unpackProgram({ target: cache, packages: [`postgresql-${version}`], program });
}

/**
 * Path of a pgbench that runs here: an installed one, else the one in .cache/, else unpacked into .cache/ from the
 * distribution's own package, without root and without a change to the system.
 *
 * @throws {Error} that says why there is none.
 */
export async function findPgbench(): Promise<string> {
  for (const candidate of [...(await installed()), join(cache, 'pgbench')])
    if (await works(candidate)) return candidate;
  try {
    const unpacked = await unpack();
    await run(unpacked, ['--version']);
    return unpacked;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    throw new Error(`there is no pgbench: install PostgreSQL's server package (${reason})`, { cause });
  }
}

export interface PgbenchLoad {
  /** Of the database. */
  readonly url: string;
  readonly clients: number;
  /** Of each client. */
  readonly transactions: number;
  /** Paths; each transaction is one of them, drawn evenly. */
  readonly scripts: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** Resolves with transactions a second, the connecting left out. The password travels in the environment. */
export async function pgbench(program: string, load: PgbenchLoad): Promise<number> {
  const { hostname, port, username, password, pathname } = new URL(load.url);
  const { stdout } = await run(
    program,
    [
      '--no-vacuum',
      '--protocol=prepared',
      '--jobs=2',
      `--client=${load.clients}`,
      `--transactions=${load.transactions}`,
      ...load.scripts.map((path) => `--file=${path}`),
      ...Object.entries(load.variables).map(([name, value]) => `--define=${name}=${value}`),
      pathname.slice(1),
    ],
    {
      env: {
        ...process.env,
        PGHOST: hostname.replace(/^\[|\]$/g, ''),
        PGPORT: port || '5432',
        PGUSER: decodeURIComponent(username),
        PGPASSWORD: decodeURIComponent(password),
      },
      maxBuffer: 16 * 1024 * 1024,
    },
  );
  const tps = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
  const failed = Number(/^number of failed transactions: (\d+)/m.exec(stdout)?.[1] ?? 0);
  if (!(tps > 0) || failed > 0) throw new Error(`pgbench measured nothing:\n${stdout}`);
  return tps;
}
