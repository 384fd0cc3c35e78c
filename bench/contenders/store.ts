import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';

/** What became of the events in a database. */
export interface Outcome {
  readonly rows: number;
  /** Events that need a human: there must be none. */
  readonly dead: number;
  readonly rereads: number;
}

/** Where a contender keeps events, and how that is asked. */
export interface Tables {
  /** That has the payload, in `column`. */
  readonly payload: string;
  readonly column: string;
  readonly log: string;
  /** Tells earlier events from later ones. */
  readonly mark: string;
  /** Of those after the mark, $1. */
  readonly outcome: string;
  /** Any row: an event whose effects are not all committed. Asked often, so it must cost nothing. */
  readonly open: string;
}

export const BACKEND_TABLES: Tables = {
  payload: 'stripe_event_payload',
  column: 'body',
  log: 'stripe_event_log',
  mark: 'SELECT coalesce(max(id), 0)::text AS mark FROM stripe_event_log',
  outcome: `
    SELECT count(*)::int AS rows, count(*) FILTER (WHERE status = 'dead')::int AS dead,
           coalesce(sum(reread_count), 0)::int AS rereads
      FROM stripe_event_log WHERE id > $1`,
  open: `SELECT 1 FROM stripe_event_log WHERE status IN ('received', 'failed') ORDER BY next_attempt_at NULLS FIRST LIMIT 1`,
};

export const HANDLER_TABLES: Tables = {
  payload: 'stripe_events',
  column: 'payload',
  log: 'stripe_events',
  mark: 'SELECT clock_timestamp()::text AS mark',
  outcome: 'SELECT count(*)::int AS rows, 0 AS dead, 0 AS rereads FROM stripe_events WHERE received_at >= $1',
  open: 'SELECT 1 LIMIT 0', // to be stored is all that becomes of an event
};

/** A contender's database, as the bench looks at it from outside. */
export class Store {
  private constructor(
    private readonly client: Client,
    private readonly tables: Tables,
    readonly compression: string,
  ) {}

  static async open(url: string, tables: Tables): Promise<Store> {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined); // told by the next query
    await client.connect();
    const { rows } = await client.query<{ compression: string }>(
      `SELECT CASE attcompression WHEN 'l' THEN 'lz4' WHEN 'p' THEN 'pglz'
                ELSE current_setting('default_toast_compression') END AS compression
         FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2`,
      [tables.payload, tables.column],
    );
    return new Store(client, tables, rows[0]?.compression ?? '?');
  }

  async mark(): Promise<string> {
    const { rows } = await this.client.query<{ mark: string }>(this.tables.mark);
    return rows[0]?.mark ?? '';
  }

  async outcome(since: string): Promise<Outcome> {
    const { rows } = await this.client.query<Outcome>(this.tables.outcome, [since]);
    return rows[0] ?? { rows: 0, dead: 0, rereads: 0 };
  }

  /** Waits until the effects of every event are committed. @returns false when that took longer than so many seconds. */
  async settled(patience: number): Promise<boolean> {
    for (const deadline = Date.now() + patience * 1000; ; await delay(25)) {
      if ((await this.client.query(this.tables.open)).rowCount === 0) return true;
      if (Date.now() > deadline) return false;
    }
  }

  /** Events whose effects are not all committed. */
  async backlog(): Promise<number> {
    const { rows } = await this.client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (${this.tables.open.replace('LIMIT 1', '')}) AS open`,
    );
    return rows[0]?.count ?? 0;
  }

  async empty(): Promise<void> {
    await this.client.query(`TRUNCATE ${[...new Set([this.tables.log, this.tables.payload])].join(', ')}`);
  }

  async stop(): Promise<void> {
    await this.client.end();
  }
}
