import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Cursor } from '../../common/cursor.js';
import type { Reach } from '../operator.js';
import type { CheckpointAnswer, CheckpointsQuery, GapsQuery } from './reconcile.answers.js';

export interface CheckpointRow {
  readonly account: string;
  readonly state: CheckpointAnswer['state'];
  readonly reconciledTo: Date;
  readonly lastAt: Date | null;
  readonly nextAt: Date;
  readonly failures: number;
  readonly failingSince: Date | null;
  readonly error: string | null;
}

export interface GapRow extends Cursor {
  readonly type: string;
  readonly account: string;
  readonly kind: 'late' | 'missed';
  readonly createdAt: Date;
  readonly ageSeconds: number;
  readonly pendingWebhooks: number | null;
}

interface ReconcileCounts {
  readonly accounts: number;
  readonly failing: number;
  readonly silent: number;
  readonly late: number;
  readonly missed: number;
}

const CHECKPOINT = `
  account, reconciled_to AS "reconciledTo", reconciled_at AS "lastAt", next_attempt_at AS "nextAt", failures,
  failing_since AS "failingSince", last_error AS error,
  CASE WHEN failures > 0 THEN 'failing' WHEN silent THEN 'silent' WHEN reconciled_at IS NULL THEN 'new' ELSE 'ok' END
    AS state`;

/** All SQL that shows how the comparison of events stands. */
@Injectable()
export class ReconcileViewRepository {
  constructor(private readonly dataSource: DataSource) {}

  async own(): Promise<CheckpointRow | undefined> {
    const rows: CheckpointRow[] = await this.dataSource.query(
      `SELECT ${CHECKPOINT} FROM reconcile_checkpoints WHERE account = ''`,
    );
    return rows[0];
  }

  /** Of connected accounts, and of the gaps of the last day. */
  async counts(): Promise<ReconcileCounts> {
    const [row = { accounts: 0, failing: 0, silent: 0, late: 0, missed: 0 }]: ReconcileCounts[] =
      await this.dataSource.query(
        `SELECT c.*, g.*
           FROM (SELECT count(*)::int AS accounts, count(*) FILTER (WHERE failures > 0)::int AS failing,
                        count(*) FILTER (WHERE silent AND failures = 0)::int AS silent
                   FROM reconcile_checkpoints WHERE account > '') AS c,
                (SELECT count(*) FILTER (WHERE kind = 'late')::int AS late,
                        count(*) FILTER (WHERE kind = 'missed')::int AS missed
                   FROM (SELECT kind FROM reconcile_gaps WHERE found_at > now() - interval '1 day' LIMIT 100000) AS n) AS g`,
      );
    return row;
  }

  /** Connected accounts by id, one more than asked for when there is more. */
  accounts(reach: Reach, { state, limit, cursor }: CheckpointsQuery): Promise<CheckpointRow[]> {
    return this.dataSource.query(
      `SELECT *
         FROM (SELECT ${CHECKPOINT} FROM reconcile_checkpoints
                WHERE account > $1 AND ($2::text IS NULL OR account = $2)) AS c
        WHERE $3::text IS NULL OR state = $3
        ORDER BY account LIMIT $4`,
      [cursor?.id ?? '', reach ?? null, state ?? null, limit + 1],
    );
  }

  /** The last found first, after the one that the cursor names; one more than asked for when there is more. */
  gaps(reach: Reach, { kind, limit, cursor }: GapsQuery): Promise<GapRow[]> {
    return this.dataSource.query(
      `SELECT stripe_event_id AS id, event_type AS type, account, kind, created_at AS "createdAt", found_at AS created,
              age_seconds AS "ageSeconds", pending_webhooks AS "pendingWebhooks"
         FROM reconcile_gaps
        WHERE (found_at, stripe_event_id)
              < (CASE WHEN $1::text = '' THEN 'infinity'
                      ELSE (SELECT found_at FROM reconcile_gaps WHERE stripe_event_id = $1) END, $1)
          AND ($2::text IS NULL OR account = $2) AND ($3::text IS NULL OR kind = $3)
        ORDER BY found_at DESC, stripe_event_id DESC LIMIT $4`,
      [cursor?.id ?? '', reach ?? null, kind ?? null, limit + 1],
    );
  }
}
