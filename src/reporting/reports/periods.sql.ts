/**
 * The periods of a report: $1 first day, $2 the day after the last one, $3 `day`, `week` or `month`, $4 time zone. Whole
 * calendar periods of that zone, cut off at both ends of the report; a week begins on Monday.
 */
export const PERIODS = `
  SELECT to_char(first, 'YYYY-MM-DD') AS period, ${spelled('first AT TIME ZONE $4')} AS starts,
         ${spelled('after AT TIME ZONE $4')} AS ends
    FROM (
      SELECT greatest(local, $1::date::timestamp) AS first, least(local + ('1 ' || $3)::interval, $2::date::timestamp) AS after
        FROM generate_series(date_trunc($3, $1::date::timestamp), $2::date::timestamp - interval '1 second',
                             ('1 ' || $3)::interval) AS local
    ) AS days
   ORDER BY first`;

/** As ISO 8601 in UTC. */
export function spelled(time: string): string {
  return `to_char((${time}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/**
 * What the statements of a report over periods are given: $1 account, $2 and $3 where the first period begins and the
 * last one ends, $4 where each begins. As values and not as a join: the planner then knows how much is asked for, and
 * may share the work among its processes.
 */
export const within = (time: string): string => `${time} >= $2::timestamptz AND ${time} < $3::timestamptz`;

/** Number of the period, from 1; 0 is before the first one. A binary search: a day in words takes ten times as long. */
export const periodOf = (time: string): string => `width_bucket(${time}, $4::timestamptz[])`;
