import type { DataSource } from 'typeorm';

/** Webhook requests of the last ten minutes that were refused for one reason. */
export interface Refusals {
  readonly diagnosis: string;
  readonly refused: number;
  /** Of these, those after which their process has accepted none. */
  readonly unbroken: number;
}

/**
 * Secrets and clocks are a process's own, so that one which accepts says nothing of another one; except of one that has
 * ended, which a later one has come in place of. The minute in hand is not there yet.
 */
const REFUSALS = `
  WITH recent AS MATERIALIZED (
    SELECT process_id, started_at, minute, refused, received + redelivered > 0 AS accepts,
           bool_or(stopped) OVER (PARTITION BY process_id) AS has_ended
      FROM process_minutes WHERE minute > now() - interval '11 minutes'
  ), judged AS (
    SELECT r.refused,
           NOT EXISTS (SELECT FROM recent a
                        WHERE a.accepts AND a.minute >= r.minute
                          AND (a.process_id = r.process_id OR (r.has_ended AND a.started_at > r.started_at))) AS unbroken
      FROM recent r WHERE r.refused <> '{}'
  )
  SELECT word AS diagnosis, sum(count::int)::int AS refused,
         coalesce(sum(count::int) FILTER (WHERE unbroken), 0)::int AS unbroken
    FROM judged, jsonb_each_text(refused) AS t (word, count)
   GROUP BY 1 ORDER BY 3 DESC, 2 DESC, 1`;

/** The reasons that matter most come first. */
export const refusalsOf = (dataSource: DataSource): Promise<Refusals[]> => dataSource.query(REFUSALS);
