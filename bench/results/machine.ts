import { cpus, totalmem } from 'node:os';
import type { Postgres } from '../servers/postgres.js';

/** What a figure depends on besides the code; printed above each table. */
export function machine(postgres: Postgres): string[] {
  const { version, settings } = postgres;
  const { fsync, synchronous_commit: commit, shared_buffers: buffers } = settings;
  return [
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0]?.model.trim()}, ` +
      `${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.versions.node}`,
    `PostgreSQL ${version}, fsync ${fsync}, synchronous_commit ${commit}, shared_buffers ${buffers}`,
  ];
}
