import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../../config/configuration.error.js';
import type { Home } from './account.js';
import type { Binaries } from './binaries.js';

/** The only role of the cluster, a superuser. */
export const ROLE = 'countinghouse';

/**
 * Nothing of the caller's environment: PGOPTIONS, PGDATA or LC_ALL of a developer's shell must not shape the cluster.
 * initdb recognises its server by an English message.
 */
export const environment = { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin' };

export interface Cluster {
  /** PGDATA. */
  data: string;
  password: string;
}

/** Made once, owned like the data, mode 0600. A link appears whole: two first starts agree on one password. */
function passwordFile(home: Home): string {
  const file = join(home.directory, 'password');
  if (existsSync(file)) return file;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (home.account) chownSync(draft, home.account.uid, home.account.gid);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return file;
}

/** initdb works in a directory of its own, so that one that was interrupted leaves nothing half-made behind. */
function initialise(home: Home, binaries: Binaries, data: string, password: string): void {
  const draft = `${data}.${process.pid}`;
  const { status, signal, stderr, error } = spawnSync(
    binaries.initdb,
    [
      `--pgdata=${draft}`,
      `--username=${ROLE}`,
      `--pwfile=${password}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    { ...home.account, cwd: home.directory, env: environment, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  try {
    if (status !== 0) {
      const reason = error?.message ?? stderr.trim();
      throw new ConfigurationError(`initdb failed in ${home.directory} (${signal ?? status}): ${reason}`);
    }
    if (!existsSync(data)) renameSync(draft, data);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * The cluster of `home`, created at the first call (about 1 s).
 *
 * @throws {ConfigurationError} when another major version made it, or its password is lost.
 */
export function openCluster(home: Home, binaries: Binaries): Cluster {
  const data = join(home.directory, 'data');
  const isNew = !existsSync(data);
  if (!isNew && !existsSync(join(home.directory, 'password'))) {
    throw new ConfigurationError(
      `${home.directory}/password is missing: restore it, or remove the directory to start empty.`,
    );
  }
  const password = passwordFile(home);
  if (isNew) initialise(home, binaries, data, password);
  const major = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (major !== binaries.major) {
    throw new ConfigurationError(
      `${data} was made by PostgreSQL ${major}, and this is ${binaries.major}: dump it with the former version and restore it, ` +
        'remove the directory to start empty, or set DATABASE_URL.',
    );
  }
  return { data, password: readFileSync(password, 'utf8') };
}
