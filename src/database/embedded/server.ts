import { spawn } from 'node:child_process';
import { closeSync, existsSync, fchownSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationError } from '../../config/configuration.error.js';
import type { Home } from './account.js';
import type { Binaries } from './binaries.js';
import { environment, type Cluster } from './cluster.js';
import { freePort } from './free-port.js';
import { endWithThisProcess } from './guard.js';
import { findPostmaster, formerPort, pidFile, stopPostmaster } from './postmaster.js';
import { answer, type Answer } from './session.js';

export type Settings = Readonly<Record<string, string>>;

/** Statements and rows stay out of the log: it is a file that nobody looks after. */
const DEFAULTS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** Longer than any recovery of a development database. */
const PATIENCE_MS = 60_000;
const ATTEMPTS = 5;

const logOf = (home: Home): string => join(home.directory, 'server.log');

interface Launched {
  pid: number;
  hasEnded(): boolean;
}

/** Detached: Ctrl-C goes to the whole process group, and the backend needs its database to drain. */
async function launch(home: Home, binaries: Binaries, data: string, settings: Settings): Promise<Launched> {
  const port = await freePort(formerPort(data)); // a connection that a database tool has saved stays right
  const all = { ...DEFAULTS, cluster_name: `countinghouse-${process.pid}`, ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logOf(home), 'w', 0o600);
  if (home.account) fchownSync(log, home.account.uid, home.account.gid);
  const server = spawn(binaries.postgres, ['-D', data, '-p', String(port), ...flags], {
    ...home.account,
    detached: true,
    cwd: home.directory,
    env: environment,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended = server.pid === undefined;
  server
    .once('error', () => (ended = true))
    .once('exit', () => (ended = true))
    .unref();
  if (server.pid !== undefined) server.once('exit', endWithThisProcess(server.pid, 'INT', pidFile(data)));
  return { pid: server.pid ?? 0, hasEnded: () => ended };
}

/**
 * The server of the cluster, answering: the one that runs already, from a former or another process, or a new one. A
 * start may fail for a moment (the port was taken, the killed predecessor's memory is still in use), hence the attempts.
 *
 * @throws {ConfigurationError} with the end of the server's log.
 */
export async function startServer(
  home: Home,
  binaries: Binaries,
  { data, password }: Cluster,
  settings: Settings,
): Promise<Answer & { isNew: boolean }> {
  let launched: Launched | undefined;
  let attempts = 0;
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
    const postmaster = findPostmaster(data);
    const answered = postmaster && (await answer(postmaster, password));
    if (answered) return { ...answered, isNew: answered.pid === launched?.pid };
    if (!postmaster && (!launched || launched.hasEnded())) {
      if (++attempts > ATTEMPTS) break;
      if (attempts > 1) await sleep(200 * attempts);
      launched = await launch(home, binaries, data, settings);
    }
    await sleep(20);
  }
  if (launched && !launched.hasEnded()) await stopPostmaster(launched.pid);
  const log = existsSync(logOf(home)) ? readFileSync(logOf(home), 'utf8').trim().split('\n').slice(-5) : [];
  throw new ConfigurationError(`PostgreSQL does not start in ${home.directory}: ${log.join('\n') || 'no log'}`);
}
