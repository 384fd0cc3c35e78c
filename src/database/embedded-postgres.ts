import { settle } from './embedded/account.js';
import { findBinaries } from './embedded/binaries.js';
import { openCluster } from './embedded/cluster.js';
import { endWithThisProcess } from './embedded/guard.js';
import { isAlive, pidFile, stopPostmaster } from './embedded/postmaster.js';
import { startServer } from './embedded/server.js';
import { ensureDatabase } from './embedded/session.js';

export interface EmbeddedPostgres {
  url: string;
  /** Where data, password and log are. */
  directory: string;
  /** Of the server process. */
  pid: number;
  /** What the operator should know: the data is not in the directory asked for. */
  note?: string;
  /** Ends the server and waits for it. A server that another living process started is left alone. */
  stop(): Promise<void>;
}

interface Options {
  /** Holds the data, the password (0600) and the server's log; created when missing. */
  directory: string;
  /** Created when missing. */
  database?: string;
  /** Settings of the server, as in postgresql.conf: tests switch `fsync` off. */
  settings?: Readonly<Record<string, string>>;
}

/**
 * A real PostgreSQL out of an npm package, for development: no installation, no account, no default password, reachable
 * from this machine only, on a free port, the former one if it still is. The data persists in `directory`.
 *
 * A server that still runs on that data is adopted. Only `stop()` ends the server while this process lives, so SIGTERM
 * and Ctrl-C can drain against it; when the process is gone without `stop()`, a guard ends it.
 *
 * @throws {ConfigurationError} saying what to do, when the package is not installed or the cluster cannot be used.
 */
export async function startEmbeddedPostgres({
  directory,
  database = 'countinghouse',
  settings = {},
}: Options): Promise<EmbeddedPostgres> {
  const home = settle(directory);
  const binaries = findBinaries(home);
  const cluster = openCluster(home, binaries);
  const server = await startServer(home, binaries, cluster, settings);
  const isOurs = server.isNew || !isAlive(server.startedBy);
  const release = isOurs && !server.isNew ? endWithThisProcess(server.pid, 'INT', pidFile(cluster.data)) : undefined;
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    if (isOurs) await (stopped ??= stopPostmaster(server.pid).finally(release));
  };
  try {
    await ensureDatabase(server, database);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: server.urlOf(database),
    directory: home.directory,
    pid: server.pid,
    ...(home.note === undefined ? {} : { note: home.note }),
    stop,
  };
}
