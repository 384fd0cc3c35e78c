import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Reach } from '../../operator.js';
import { ERROR_GROUP } from '../search/event-filter.sql.js';
import { whileReading } from '../search/reading.js';
import type { FailureGroup, FailuresAnswer } from './failure.answers.js';

/** Milliseconds. */
const STATEMENT_LIMIT = 5_000;
/** Of each status, the newest. */
const MOST_EVENTS = 20_000;
const MOST_GROUPS = 200;

/** Both by the indexes of what is open and of what is dead. */
const GROUPS = `
  WITH open AS (
    SELECT * FROM stripe_event_log WHERE status IN ('received', 'failed') AND ($1::text IS NULL OR account = $1)
     ORDER BY next_attempt_at DESC NULLS LAST LIMIT ${MOST_EVENTS * 2}
  ), dead AS (
    SELECT * FROM stripe_event_log WHERE status = 'dead' AND ($1::text IS NULL OR account = $1)
     ORDER BY id DESC LIMIT ${MOST_EVENTS}
  )
  SELECT l.status, coalesce(l.error_class, '') AS "errorClass", ${ERROR_GROUP} AS error, l.event_type AS type,
         count(*)::int AS events, min(l.received_at) AS "oldestAt", max(l.received_at) AS "newestAt",
         (array_agg(l.stripe_event_id ORDER BY l.id DESC))[1:5] AS sample
    FROM (SELECT * FROM (SELECT * FROM open WHERE status = 'failed' LIMIT ${MOST_EVENTS}) AS failed
          UNION ALL SELECT * FROM dead) AS l
   GROUP BY 1, 2, 3, 4
   ORDER BY events DESC, "newestAt" DESC, type
   LIMIT ${MOST_GROUPS + 1}`;

interface GroupRow extends Omit<FailureGroup, 'oldestAt' | 'newestAt'> {
  readonly oldestAt: Date;
  readonly newestAt: Date;
}

/** What failed, by what went wrong. */
@Injectable()
export class FailureGroups {
  constructor(private readonly dataSource: DataSource) {}

  async list(reach: Reach): Promise<FailuresAnswer> {
    const rows = await whileReading(this.dataSource, STATEMENT_LIMIT, (db: EntityManager): Promise<GroupRow[]> =>
      db.query(GROUPS, [reach ?? null]),
    );
    const isFull = (status: GroupRow['status']): boolean =>
      rows.reduce((sum, group) => sum + (group.status === status ? group.events : 0), 0) >= MOST_EVENTS;
    return {
      data: rows.slice(0, MOST_GROUPS).map(({ oldestAt, newestAt, ...group }) => ({
        ...group,
        oldestAt: oldestAt.toISOString(),
        newestAt: newestAt.toISOString(),
      })),
      isCut: rows.length > MOST_GROUPS || isFull('failed') || isFull('dead'),
    };
  }
}
