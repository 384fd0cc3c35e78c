import { Client } from 'pg';
import type { Server } from './server.js';
import { Subject } from './subject.js';
import { SECRET } from './workload.js';

/** What became of the events in a database. */
export interface Outcome {
  readonly rows: number;
  /** Events that need a human: there must be none. */
  readonly dead: number;
  readonly rereads: number;
}

/** A process under load with a database of its own. */
export class Contender {
  private constructor(
    readonly name: string,
    readonly subject: Subject,
    private readonly client: Client,
    private readonly sql: Readonly<Record<'count' | 'open', string>>,
    readonly compression: string,
  ) {}

  /** The backend as `npm run start:prod` runs it, workers on; log lines are written and go nowhere. */
  static async backend(server: Server, stripe: string, redis: string | undefined): Promise<Contender> {
    const url = await server.database('backend');
    const subject = await Subject.start('../src/main.js', '/health/live', {
      NODE_ENV: 'production',
      DATABASE_URL: url,
      STRIPE_SECRET_KEY: 'sk_test_benchmark',
      RECONCILE_INTERVAL_SECONDS: 'off',
      STRIPE_API_BASE: stripe,
      STRIPE_WEBHOOK_SECRET: SECRET,
      ...(redis ? { REDIS_URL: redis } : {}),
    });
    const count = `
      SELECT count(*)::int AS rows, count(*) FILTER (WHERE status = 'dead')::int AS dead,
             coalesce(sum(reread_count), 0)::int AS rereads
        FROM stripe_event_log`;
    const open = `SELECT 1 FROM stripe_event_log WHERE status IN ('received', 'failed') LIMIT 1`;
    return Contender.with('backend', subject, url, { count, open }, 'stripe_event_payload');
  }

  static async baseline(server: Server): Promise<Contender> {
    const url = await server.database('baseline');
    const env = { NODE_ENV: 'production', DATABASE_URL: url, STRIPE_WEBHOOK_SECRET: SECRET };
    const subject = await Subject.start('baseline.js', '/live', env);
    const count = 'SELECT count(*)::int AS rows, 0 AS dead, 0 AS rereads FROM stripe_events';
    const open = 'SELECT 1 LIMIT 0'; // to be stored is all that becomes of an event
    return Contender.with('baseline', subject, url, { count, open }, 'stripe_events');
  }

  private static async with(
    name: string,
    subject: Subject,
    url: string,
    sql: Readonly<Record<'count' | 'open', string>>,
    table: string,
  ): Promise<Contender> {
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ compression: string }>(
      `SELECT CASE attcompression WHEN 'l' THEN 'lz4' WHEN 'p' THEN 'pglz'
                ELSE current_setting('default_toast_compression') END AS compression
         FROM pg_attribute WHERE attrelid = $1::regclass AND attname IN ('body', 'payload')`,
      [table],
    );
    return new Contender(name, subject, client, sql, rows[0]?.compression ?? '?');
  }

  async outcome(): Promise<Outcome> {
    const { rows } = await this.client.query<Outcome>(this.sql.count);
    return rows[0] ?? { rows: 0, dead: 0, rereads: 0 };
  }

  /** Whether the effects of every event are committed. Asked often, so it must cost nothing. */
  async isSettled(): Promise<boolean> {
    return (await this.client.query(this.sql.open)).rowCount === 0;
  }

  async stop(): Promise<void> {
    await this.client.end();
    await this.subject.stop();
  }
}
