import type { DataSource } from 'typeorm';

/** Events of one type, of the last day. */
interface TypeCount {
  readonly type: string;
  readonly events: number;
  /** Failed, and due again; or dead. */
  readonly failing: number;
}

export interface WordCount {
  readonly word: string;
  readonly events: number;
}

/** Seconds; null when there were no events. */
export interface Latency {
  readonly half: number | null;
  /** All but one in a hundred. */
  readonly most: number | null;
}

export interface LastDay {
  readonly events: number;
  readonly types: readonly TypeCount[];
  readonly verdicts: readonly WordCount[];
  readonly sources: readonly WordCount[];
  /** From receipt to the verdict. */
  readonly settled: Latency;
  /** From Stripe's `created`, of whole seconds, to receipt; of webhooks. */
  readonly arrived: Latency;
}

/**
 * The id from which on rows are of the last day: the log has no index on the time of receipt, and does not need one,
 * since ids grow with it. Sixty looks at most, whatever its size.
 */
const FIRST = `
  WITH RECURSIVE search AS (
    SELECT coalesce(min(id), 0) AS low, coalesce(max(id), 0) + 1 AS high FROM stripe_event_log
     UNION ALL
    SELECT CASE WHEN is_before THEN middle + 1 ELSE low END, CASE WHEN is_before THEN high ELSE middle END
      FROM (SELECT low, high, (low + high) / 2 AS middle,
                   coalesce((SELECT received_at FROM stripe_event_log WHERE id >= (low + high) / 2 ORDER BY id LIMIT 1)
                            < now() - interval '1 day', false) AS is_before
              FROM search WHERE low < high) s
  )
  SELECT low FROM search WHERE low >= high`;

/** Rows that may stand before it although they came later: of commits that overlapped. */
const OVERLAP = 10_000;

const DAY = `
  WITH day AS MATERIALIZED (
    SELECT event_type, source, status, verdict, received_at, created_at, processed_at
      FROM stripe_event_log
     WHERE id >= (${FIRST}) - ${OVERLAP} AND received_at > now() - interval '1 day'
  )`;

const counted = (word: string): string => `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('word', word, 'events', events) ORDER BY events DESC, word), '[]')
     FROM (SELECT ${word} AS word, count(*) AS events FROM day GROUP BY 1) AS c)`;

const latency = (span: string, condition: string): string => `
  (SELECT jsonb_build_object('half', percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds),
                             'most', percentile_cont(0.99) WITHIN GROUP (ORDER BY seconds))
     FROM (SELECT extract(epoch FROM ${span})::float8 AS seconds FROM day WHERE ${condition}) AS s)`;

const LAST_DAY = `${DAY}
  SELECT (SELECT count(*)::int FROM day) AS events,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('type', type, 'events', events, 'failing', failing)
                                    ORDER BY events DESC, type), '[]')
            FROM (SELECT event_type AS type, count(*) AS events,
                         count(*) FILTER (WHERE status IN ('failed', 'dead')) AS failing
                    FROM day GROUP BY 1 ORDER BY 2 DESC LIMIT 500) AS t) AS types,
         ${counted("coalesce(split_part(verdict, ':', 1), 'waiting')")} AS verdicts,
         ${counted('source')} AS sources,
         ${latency('processed_at - received_at', "status IN ('processed', 'ignored')")} AS settled,
         ${latency('received_at - created_at', "source = 'webhook'")} AS arrived`;

const NOTHING: Latency = { half: null, most: null };

/** What the log says of the last day. */
export class LastDayRepository {
  constructor(private readonly dataSource: DataSource) {}

  async read(): Promise<LastDay> {
    const rows: LastDay[] = await this.dataSource.query(LAST_DAY);
    return rows[0] ?? { events: 0, types: [], verdicts: [], sources: [], settled: NOTHING, arrived: NOTHING };
  }
}
