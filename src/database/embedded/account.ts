import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, existsSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ConfigurationError } from '../../config/configuration.error.js';

/** Whom the server runs as; undefined: as whoever runs this process. PostgreSQL refuses to run as root. */
export type Account = { uid: number; gid: number } | undefined;

/** Where the server lives, and as whom. */
export interface Home {
  directory: string;
  account: Account;
  /** What the operator should know about the place, when it is not the one asked for. */
  note?: string;
}

function idOf(name: string): Account {
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/**
 * Root lends the server an account that every Unix has, rather than create one: starting a development server must not
 * change the system. An existing directory keeps the account that owns it.
 */
function accountFor(directory: string): Account {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(directory)) {
    const { uid, gid } = statSync(directory);
    if (uid !== 0) return { uid, gid };
  }
  const account = idOf('postgres') ?? idOf('nobody');
  if (account) return account;
  throw new ConfigurationError(
    'PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to lend it: run as a normal user, or set DATABASE_URL.',
  );
}

/** Asked of the system itself, as the account: modes, ACLs and mounts all have a say. */
export function canReach(path: string, account: Account): boolean {
  if (!account) return true;
  return spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

function claim(directory: string, account: Account): string {
  const isNew = !existsSync(directory);
  mkdirSync(dirname(directory), { recursive: true }); // whoever the server runs as must get through
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (isNew && account) chownSync(directory, account.uid, account.gid);
  const { uid } = lstatSync(directory);
  const owner = account?.uid ?? process.getuid?.();
  if (owner === undefined || uid === owner) return realpathSync(directory);
  throw new ConfigurationError(
    `${directory} belongs to user ${uid}: run as that user, remove the directory, or set DATABASE_URL.`,
  );
}

/**
 * The directory asked for; or, when the server's account cannot reach it (root's clone below a 0700 home), one below
 * /var/tmp, named after the path so that every start finds the same data.
 */
export function settle(asked: string): Home {
  const wanted = resolve(asked);
  const account = accountFor(wanted);
  // Open as the caller's umask says, unlike the directory itself: the account has to pass through.
  mkdirSync(dirname(wanted), { recursive: true });
  if (canReach(nearestExisting(wanted), account)) return { directory: claim(wanted, account), account };
  const name = `countinghouse-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`;
  const base = ['/var/tmp', tmpdir()].find((candidate) => existsSync(candidate) && canReach(candidate, account));
  if (base === undefined) {
    throw new ConfigurationError(`User ${account?.uid} can reach neither ${wanted} nor /var/tmp: set DATABASE_URL.`);
  }
  const directory = claim(join(base, name), account);
  return {
    directory,
    account,
    note: `PostgreSQL runs as user ${account?.uid}, who cannot reach ${wanted}: its data is in ${directory}.`,
  };
}
