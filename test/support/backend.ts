import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import type { ModuleMetadata } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import pg from 'pg';
import { createApp } from '../../src/app.js';
import { loadEnv } from '../../src/config/env.js';
import { letGo } from '../../src/draining.js';
import { cloneDatabase } from './database.js';
import { IDENTITY } from './identity.js';
import { redisUrlForTest } from './redis.js';

export type QueueKind = 'in process' | 'Bull';

export interface BackendOptions {
  readonly queue?: QueueKind;
  readonly env?: Readonly<Record<string, string>>;
  readonly extensions?: NonNullable<ModuleMetadata['imports']>;
  /** A database that the caller owns. */
  readonly databaseUrl?: string;
}

/** The real application on a database of its own, listening on a free port. */
export interface Backend {
  readonly app: NestExpressApplication;
  readonly url: string;
  readonly databaseUrl: string;
  /** Rows, as PostgreSQL has them. */
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** Resolves when no event is due or planned any more. */
  settled(limitMs?: number): Promise<void>;
  close(): Promise<void>;
}

export const SECRET = 'whsec_test_of_countinghouse';

export async function startBackend(options: BackendOptions = {}): Promise<Backend> {
  const database = options.databaseUrl ? null : await cloneDatabase();
  const databaseUrl = options.databaseUrl ?? database?.url ?? '';
  const env = loadEnv({
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATABASE_URL: databaseUrl,
    STRIPE_WEBHOOK_SECRET: SECRET,
    ...IDENTITY,
    RATE_LIMIT_PER_MINUTE: '60000',
    STRIPE_RATE_LIMIT_PER_MINUTE: '60000',
    RECONCILE_INTERVAL_SECONDS: 'off', // what a test delivers is all that arrives
    ...(options.queue === 'Bull' ? { REDIS_URL: await redisUrlForTest() } : {}),
    ...options.env,
  });
  const app = await createApp(env, options.extensions);
  try {
    await app.listen(0, '127.0.0.1');
  } catch (error) {
    await app.close();
    await database?.drop();
    throw error;
  }
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  const query: Backend['query'] = async (sql, parameters) => (await pool.query(sql, parameters)).rows as never[];
  return {
    app,
    url: await app.getUrl(),
    databaseUrl,
    query,
    settled: (limitMs) => settled(query, limitMs),
    close: async () => {
      letGo(app.getHttpServer());
      await app.close();
      await pool.end();
      await database?.drop();
    },
  };
}

/** Waits until the log holds no event that is open, nobody's recurring revenue is due, and the outbox has no entry. */
export async function settled(query: Backend['query'], limitMs?: number): Promise<void> {
  await empty(query, OPEN_EVENTS, limitMs);
  await empty(query, DUE_REVENUE, limitMs);
  await empty(query, PENDING_ENTRIES, limitMs);
}

/** Waits for the events alone: an entry whose process died is taken up again after a minute. */
export const eventsSettled = (query: Backend['query'], limitMs?: number): Promise<void> =>
  empty(query, OPEN_EVENTS, limitMs);

const OPEN_EVENTS = `SELECT stripe_event_id, event_type, status, last_error FROM stripe_event_log
                      WHERE status IN ('received', 'failed') LIMIT 5`;
const DUE_REVENUE = 'SELECT account, kind, object_id FROM mrr_due LIMIT 5';
const PENDING_ENTRIES = `SELECT id, business_key, last_error FROM outbox WHERE status = 'pending' LIMIT 5`;

async function empty(query: Backend['query'], sql: string, limitMs = 30_000): Promise<void> {
  for (const deadline = Date.now() + limitMs; ; await delay(20)) {
    const rows = await query(sql);
    if (rows.length === 0) return;
    if (Date.now() > deadline) throw new Error(`not settled: ${JSON.stringify(rows)}`);
  }
}
