import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inTransaction } from '../../database/in-transaction.js';
import { GAPS_OF_LAST_DAY, type GapCounts } from '../reconcile/gap.repository.js';
import { RetentionRunRepository, type RetentionRun } from '../retention/retention-run.repository.js';
import { VerifyRunRepository, type LastVerifyRun } from '../verify/verify-run.repository.js';

/** What is counted at most: a million rows must not make a scrape slow when it matters. */
const MOST = 100_000;

/** Events that are open. Ages in seconds, 0 when there are none. */
export interface BacklogState {
  readonly due: number;
  /** Failed, and planned for later. */
  readonly planned: number;
  /** Of the one that has been open for longest: since its receipt, or since a replay opened it again. */
  readonly oldestSeconds: number;
  /** Since the one fell due that waits longest for a worker. */
  readonly overdueSeconds: number;
  readonly dead: number;
}

export interface OutboxState {
  readonly topic: string;
  readonly status: 'pending' | 'dead';
  readonly entries: number;
  /** Seconds since the oldest was written. */
  readonly oldestSeconds: number;
}

export interface ReconcileAccounts {
  readonly accounts: 'own' | 'connected';
  /** Seconds since 1970 of the last complete run; of the connected account whose turn was longest ago. Null: none yet. */
  readonly lastRunAt: number | null;
  /** Seconds since the time up to which Stripe's events are known to be in the log; null when all that are left fail. */
  readonly checkpointSeconds: number | null;
  readonly failing: number;
  /** For which the one that has failed longest could not be listed; one that has left is none. 0: all can be. */
  readonly failingSeconds: number;
  /** Accounts of which Stripe has events, and no webhook arrives. */
  readonly silent: number;
}

/** What the database knows, and no process by itself. All times by the database's clock. */
export interface StoredState {
  readonly backlog: BacklogState | undefined;
  readonly outbox: readonly OutboxState[];
  readonly reconcile: readonly ReconcileAccounts[];
  /** Events of the last day that no webhook had brought. */
  readonly gaps: GapCounts | undefined;
  readonly verify: LastVerifyRun | undefined;
  /** When the comparison of every day ended last, or else when it became possible; null without a key. */
  readonly verifiedAt: Date | null;
  readonly retention: RetentionRun | undefined;
  /** Customers whose erasure is begun and not finished. */
  readonly erasing: number | undefined;
}

/** By the index of what is open, which has what is due first. */
const BACKLOG = `
  SELECT count(*) FILTER (WHERE is_due)::int AS due, count(*) FILTER (WHERE NOT is_due)::int AS planned,
         coalesce(extract(epoch FROM now() - min(open_since)), 0)::float8 AS "oldestSeconds",
         coalesce(extract(epoch FROM now() - min(next_attempt_at) FILTER (WHERE is_due)), 0)::float8
           AS "overdueSeconds",
         (SELECT count(*)::int FROM (SELECT FROM stripe_event_log WHERE status = 'dead' LIMIT ${MOST}) d) AS dead
    FROM (SELECT greatest(received_at, processed_at) AS open_since, next_attempt_at, next_attempt_at IS NULL OR next_attempt_at <= now() AS is_due
            FROM stripe_event_log WHERE status IN ('received', 'failed')
           ORDER BY next_attempt_at NULLS FIRST LIMIT ${MOST}) o`;

const OUTBOX = `
  SELECT topic, status, count(*)::int AS entries, extract(epoch FROM now() - min(created_at))::float8 AS "oldestSeconds"
    FROM ((SELECT topic, status, created_at FROM outbox WHERE status = 'pending' ORDER BY next_attempt_at LIMIT ${MOST})
          UNION ALL
          (SELECT topic, status, created_at FROM outbox WHERE status = 'dead' ORDER BY id LIMIT ${MOST})) e
   GROUP BY topic, status ORDER BY topic, status`;

/** An account that has left fails for good: it says nothing about the others. */
const RECONCILE = `
  SELECT CASE account WHEN '' THEN 'own' ELSE 'connected' END AS accounts,
         extract(epoch FROM min(reconciled_at) FILTER (WHERE account = '' OR failures = 0))::float8 AS "lastRunAt",
         extract(epoch FROM greatest(now() - min(reconciled_to) FILTER (WHERE account = '' OR failures = 0), '0'))::float8
           AS "checkpointSeconds",
         count(*) FILTER (WHERE failures > 0)::int AS failing,
         coalesce(extract(epoch FROM now() - min(failing_since)), 0)::float8 AS "failingSeconds",
         count(*) FILTER (WHERE silent AND failures = 0)::int AS silent
    FROM reconcile_checkpoints GROUP BY 1`;

const ERASURES = `
  SELECT count(*)::int AS erasing FROM erased_customers WHERE finished_at IS NULL`;

/** Of what may be large; each a look into an index. */
export const LOOKS = { BACKLOG, OUTBOX, GAPS: GAPS_OF_LAST_DAY };

/** All SQL of the metrics: a few looks into indexes, each with a second at most. */
@Injectable()
export class StoredStateRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly verifyRuns: VerifyRunRepository,
    private readonly retentionRuns: RetentionRunRepository,
  ) {}

  read(): Promise<StoredState> {
    return inTransaction(this.dataSource, (tx) => this.readIn(tx));
  }

  /** As of the moment when the transaction began; each further statement of it has a second at most, too. */
  async readIn(tx: EntityManager): Promise<StoredState> {
    await tx.query(`SELECT set_config('statement_timeout', '1s', true)`);
    const [backlog] = await rows<BacklogState>(tx, BACKLOG);
    const outbox = await rows<OutboxState>(tx, OUTBOX);
    const reconcile = await rows<ReconcileAccounts>(tx, RECONCILE);
    const [gaps] = await rows<GapCounts>(tx, GAPS_OF_LAST_DAY);
    const [erasures] = await rows<{ erasing: number }>(tx, ERASURES);
    const [verify, retention] = [await this.verifyRuns.last(tx), await this.retentionRuns.last(tx)];
    const verifiedAt = await this.verifyRuns.lastScheduledAt(tx);
    return { backlog, outbox, reconcile, gaps, verify, verifiedAt, retention, erasing: erasures?.erasing };
  }
}

const rows = <Row>(tx: EntityManager, sql: string): Promise<Row[]> => tx.query(sql);
