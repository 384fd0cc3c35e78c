import { join } from 'node:path';
import { loadEnv } from '../../config/env.js';
import { startEmbeddedPostgres } from '../embedded-postgres.js';

/** Runs `work` on the direct connection of the environment, or on the development database when none is set. */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const { MIGRATION_DATABASE_URL, DATABASE_URL, DATA_DIR } = loadEnv();
  const given = MIGRATION_DATABASE_URL ?? DATABASE_URL;
  if (given !== undefined) return work(given);
  const embedded = await startEmbeddedPostgres({ directory: join(DATA_DIR, 'postgres') });
  if (embedded.note !== undefined) console.error(embedded.note);
  try {
    return await work(embedded.url);
  } finally {
    await embedded.stop();
  }
}

/** A command that fails says why in one line, without a stack. */
export async function command(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
