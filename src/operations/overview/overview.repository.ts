import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inTransaction } from '../../database/in-transaction.js';
import { StoredStateRepository, type StoredState } from '../metrics/stored-state.repository.js';
import type { Counted } from '../processes/counted.js';
import { ProcessMinutes } from '../processes/process-minutes.repository.js';

/** Events that are looked at, the newest first: as many as a few pages hold, whatever the size of the log. */
const WALK = 10_000;
/** Seconds. */
export const LATELY = 300;
export const HOUR = 3_600;
/** Seconds until a process that nothing is heard of is taken for gone: it tells of itself once a minute. */
const GONE = 100;
/** Rows of processes that are shown: a rolling update of fifty is a hundred. */
const MOST_PROCESSES = 200;

/** The sum of all processes; null where none that takes webhooks was there. */
export interface MinuteRow {
  readonly at: Date;
  readonly received: number | null;
  readonly redelivered: number | null;
  readonly refused: number | null;
}

export interface ProcessRow {
  readonly host: string;
  readonly role: 'all' | 'api' | 'worker';
  readonly version: string;
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
  readonly state: 'up' | 'stopped' | 'gone';
}

/** What the newest events of the log tell. */
export interface RecentRow {
  readonly lastWebhookAt: Date | null;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly settled: number;
  /** Seconds that the figures reach back: fewer than {@link LATELY} when there were too many events to look at. */
  readonly overSeconds: number;
}

export interface SecretRow {
  readonly fingerprint: string;
  readonly knownSince: Date;
  readonly matchedAt: Date | null;
}

/** All that the overview takes from the database, as of one moment by its clock. */
export interface StoredOverview {
  readonly at: Date;
  readonly minutes: readonly MinuteRow[];
  readonly processes: readonly ProcessRow[];
  readonly recent: RecentRow | undefined;
  readonly lately: Counted;
  readonly hour: Counted;
  readonly secrets: readonly SecretRow[];
  readonly state: StoredState;
}

/** A minute has ten seconds to be written by all. */
const MINUTES = `
  SELECT m.at, sum(p.received)::int AS received, sum(p.redelivered)::int AS redelivered,
         sum((SELECT coalesce(sum(n::int), 0) FROM jsonb_each_text(p.refused) AS r (word, n)))::int AS refused
    FROM (SELECT date_trunc('minute', now() - interval '10 seconds') AS over) AS b,
         generate_series(b.over - interval '60 minutes', b.over - interval '1 minute', '1 minute') AS m (at)
    LEFT JOIN process_minutes AS p ON p.minute = m.at AND p.role <> 'worker'
   GROUP BY m.at ORDER BY m.at`;

const PROCESSES = `
  SELECT *
    FROM (SELECT DISTINCT ON (process_id) host, role, version, started_at AS "startedAt", seen_at AS "lastSeenAt",
                 CASE WHEN stopped THEN 'stopped' WHEN seen_at < now() - interval '${GONE} seconds' THEN 'gone' ELSE 'up' END AS state
            FROM process_minutes WHERE minute > now() - interval '61 minutes'
           ORDER BY process_id, minute DESC) AS p
   ORDER BY state = 'up' DESC, role, host, "startedAt" DESC LIMIT ${MOST_PROCESSES}`;

const IS_LATE = `processed_at IS NOT NULL AND received_at > now() - interval '${LATELY} seconds'`;
const RECENT = `
  SELECT max(received_at) FILTER (WHERE source = 'webhook') AS "lastWebhookAt",
         percentile_cont(0.5) WITHIN GROUP (ORDER BY took) FILTER (WHERE ${IS_LATE}) AS p50,
         percentile_cont(0.99) WITHIN GROUP (ORDER BY took) FILTER (WHERE ${IS_LATE}) AS p99,
         count(*) FILTER (WHERE ${IS_LATE})::int AS settled,
         CASE WHEN count(*) < ${WALK} THEN ${LATELY}
              ELSE least(${LATELY}, ceil(extract(epoch FROM now() - min(received_at))))::int END AS "overSeconds"
    FROM (SELECT source, received_at, processed_at,
                 greatest(extract(epoch FROM processed_at - received_at), 0)::float8 AS took
            FROM stripe_event_log ORDER BY id DESC LIMIT ${WALK}) AS l`;

/** When no webhook is among the newest events, what processes have told of the last two days. */
const LAST_MINUTE = `
  SELECT max(minute) AS at FROM process_minutes WHERE received + redelivered > 0`;

const SECRETS = `
  SELECT fingerprint, known_since AS "knownSince", matched_at AS "matchedAt" FROM signing_secret_matches`;

/** Of what may be large; each a look into an index. */
export const LOOKS = { MINUTES, PROCESSES, RECENT };

/** All SQL of the overview: a few looks into indexes, each with a second at most. */
@Injectable()
export class OverviewRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly state: StoredStateRepository,
    private readonly minutes: ProcessMinutes,
  ) {}

  read(): Promise<StoredOverview> {
    return inTransaction(this.dataSource, async (tx) => {
      const state = await this.state.readIn(tx);
      const [clock] = await rows<{ at: Date }>(tx, 'SELECT now() AS at');
      const recent = await this.recent(tx);
      return {
        at: clock?.at ?? new Date(),
        minutes: await rows<MinuteRow>(tx, MINUTES),
        processes: await rows<ProcessRow>(tx, PROCESSES),
        recent,
        lately: await this.minutes.countedWithin(LATELY, tx),
        hour: await this.minutes.countedWithin(HOUR, tx),
        secrets: await rows<SecretRow>(tx, SECRETS),
        state,
      };
    });
  }

  private async recent(tx: EntityManager): Promise<RecentRow | undefined> {
    const [recent] = await rows<RecentRow>(tx, RECENT);
    if (!recent || recent.lastWebhookAt) return recent;
    const [last] = await rows<{ at: Date | null }>(tx, LAST_MINUTE);
    return { ...recent, lastWebhookAt: last?.at ?? null };
  }
}

const rows = <Row>(tx: EntityManager, sql: string): Promise<Row[]> => tx.query(sql);
