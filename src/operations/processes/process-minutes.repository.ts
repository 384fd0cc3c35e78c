import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { NOTHING, type Counted } from './counted.js';

type Db = Pick<EntityManager, 'query'>;

/** Which process it is. */
export interface Identity {
  readonly id: string;
  readonly host: string;
  readonly role: 'all' | 'api' | 'worker';
  readonly version: string;
  readonly startedAt: Date;
}

/** What a process has counted within one minute. */
export interface CountedMinute extends Counted {
  /** Its beginning. */
  readonly minute: Date;
}

/** When a signing secret has last signed a webhook request, as far as the process knows. */
export interface SecretMatch {
  /** Of the secret: tells those that are configured apart. */
  readonly fingerprint: string;
  /** Null: it is configured, and has signed nothing that the process has not told of yet. */
  readonly matchedAt: Date | null;
}

/** What a process tells of itself, once a minute. */
export interface Report {
  readonly minutes: readonly CountedMinute[];
  readonly matches: readonly SecretMatch[];
  /** It is about to end. */
  readonly stopped: boolean;
}

const NOW = 'extract(epoch FROM clock_timestamp())::float8 * 1000';

const COLUMNS = `received integer, brought integer, redelivered integer, refused jsonb, answers jsonb, acks jsonb,
                 settled jsonb, retried integer`;

/**
 * The whole report in one statement. A minute's figures are what the process has counted in it so far, not what is to be
 * added, so that a report whose answer was lost may be sent again.
 */
const REPORT = `
  WITH matches AS (
    INSERT INTO signing_secret_matches AS known (fingerprint, matched_at)
    SELECT fingerprint, "matchedAt" FROM jsonb_to_recordset($8::jsonb) AS m (fingerprint text, "matchedAt" timestamptz)
     ORDER BY fingerprint
    ON CONFLICT (fingerprint) DO UPDATE SET matched_at = greatest(known.matched_at, EXCLUDED.matched_at)
     WHERE known.matched_at IS DISTINCT FROM greatest(known.matched_at, EXCLUDED.matched_at)
  )
  INSERT INTO process_minutes AS known (process_id, host, role, version, started_at, stopped, minute, received, brought,
                                        redelivered, refused, answers, acks, settled, retried)
  SELECT $1::uuid, $2, $3, $4, $5::timestamptz, $6::boolean, m.*
    FROM jsonb_to_recordset($7::jsonb) AS m (minute timestamptz, ${COLUMNS})
  ON CONFLICT (process_id, minute) DO UPDATE
     SET stopped = EXCLUDED.stopped, seen_at = now(), received = EXCLUDED.received, brought = EXCLUDED.brought,
         redelivered = EXCLUDED.redelivered, refused = EXCLUDED.refused, answers = EXCLUDED.answers,
         acks = EXCLUDED.acks, settled = EXCLUDED.settled, retried = EXCLUDED.retried
  RETURNING ${NOW} AS now`;

/** The minutes in which the last so many seconds lie. */
const RECENT = `minute > now() - $1 * interval '1 second' - interval '1 minute'`;

const tallies = (column: string): string => `
  (SELECT coalesce(jsonb_object_agg(word, total), '{}')
     FROM (SELECT word, sum(count::int)::int AS total
             FROM recent, jsonb_each_text(${column}) AS t (word, count) GROUP BY word) AS s) AS ${column}`;

const COUNTED = `
  WITH recent AS MATERIALIZED (SELECT * FROM process_minutes WHERE ${RECENT})
  SELECT coalesce(sum(received), 0)::int AS received, coalesce(sum(brought), 0)::int AS brought,
         coalesce(sum(redelivered), 0)::int AS redelivered, coalesce(sum(retried), 0)::int AS retried,
         ${['refused', 'answers', 'acks', 'settled'].map(tallies).join(', ')}
    FROM recent`;

/**
 * What every process has told of itself: a row for each of its minutes, kept for two days. A process that is killed takes
 * what it has counted since its last row along, a minute's work at most.
 */
@Injectable()
export class ProcessMinutes {
  constructor(private readonly dataSource: DataSource) {}

  /** The database's clock, in milliseconds since 1970. */
  async now(): Promise<number> {
    const [row]: { now: number }[] = await this.dataSource.query(`SELECT ${NOW} AS now`);
    return row?.now ?? Date.now();
  }

  /** @returns the database's clock. */
  async report(
    { id, host, role, version, startedAt }: Identity,
    { minutes, matches, stopped }: Report,
  ): Promise<number> {
    const [row]: { now: number }[] = await this.dataSource.query(REPORT, [
      id,
      host,
      role,
      version,
      startedAt,
      stopped,
      JSON.stringify(minutes),
      JSON.stringify(matches),
    ]);
    return row?.now ?? Date.now();
  }

  /**
   * What all processes together have counted. The minute in which `seconds` ago lies counts as a whole; the minute in hand
   * is not there yet.
   *
   * @param seconds up to two days: older minutes are gone.
   */
  async countedWithin(seconds: number, db: Db = this.dataSource): Promise<Counted> {
    const [row]: Counted[] = await db.query(COUNTED, [seconds]);
    return row ?? NOTHING;
  }

  /** Forgets minutes of more than two days ago. @returns how many were deleted, up to `most`. */
  async deleteOld(most: number): Promise<number> {
    const [, deleted]: [unknown[], number] = await this.dataSource.query(
      `DELETE FROM process_minutes
        WHERE (process_id, minute) IN (SELECT process_id, minute FROM process_minutes
                                        WHERE minute < now() - interval '48 hours'
                                        ORDER BY minute LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [most],
    );
    return deleted;
  }
}
