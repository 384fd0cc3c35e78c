import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** How far the events of one account have been compared with the log. */
export interface Checkpoint {
  /** Connected account, '' for the own one. */
  readonly account: string;
  /** Seconds since 1970 by Stripe's clock: what happened up to then is in the log. */
  readonly reconciledTo: number;
  /** Whether it has ever been reached by listing. */
  readonly isProven: boolean;
  /** Failures in a row. */
  readonly failures: number;
}

/** What a complete run over one account ended with. */
export interface Completion {
  readonly foundGap: boolean;
  /** Stripe had events, and no webhook brought any. */
  readonly silent: boolean;
  /** Seconds until the next run. */
  readonly next: number;
}

const FIELDS = `account, extract(epoch FROM reconciled_to)::float8 AS "reconciledTo",
                reconciled_at IS NOT NULL AS "isProven", failures`;

/** Why a run over one account did not come to its end. */
interface Failure {
  readonly reason: string;
  /** Seconds until the next run. */
  readonly next: number;
  /** The account is not connected any more, which is no failure to mend. */
  readonly hasLeft: boolean;
}

/**
 * Accounts of the log, each found by one look into the index on (account, …): never a scan of the log. Their first event
 * is when we knew of them. One that was backfilled begins with its backfill, and one that has only a row, with the row's
 * state. The own account, which may have a row of its own too, begins with the binding. Ages by our clock are carried
 * over to Stripe's.
 */
const DISCOVER = `
  WITH RECURSIVE seen AS (
    (SELECT account FROM stripe_event_log WHERE account > '' ORDER BY account LIMIT 1)
    UNION ALL
    SELECT (SELECT l.account FROM stripe_event_log l WHERE l.account > s.account ORDER BY l.account LIMIT 1)
      FROM seen s WHERE s.account IS NOT NULL
  ), fresh AS (
    SELECT account FROM seen
     UNION
    SELECT account FROM backfill_progress
     UNION
    SELECT id FROM connected_accounts WHERE account = '' AND deleted_at IS NULL
     UNION
    SELECT account_id FROM connected_account_openings WHERE account_id IS NOT NULL
    EXCEPT
    SELECT account FROM reconcile_checkpoints
  ), known AS (
    SELECT '' AS account, to_timestamp($1) - (now() - coalesce((SELECT bound_at FROM stripe_binding), now())) AS since
     UNION ALL
    SELECT f.account,
           coalesce(least((SELECT min(l.created_at) FROM stripe_event_log l WHERE l.account = f.account),
                          (SELECT to_timestamp($1) - (now() - min(b.started_at))
                             FROM backfill_progress b WHERE b.account = f.account)),
                    (SELECT a.stripe_event_at FROM connected_accounts a WHERE a.account = '' AND a.id = f.account),
                    (SELECT o.created_at FROM connected_account_openings o WHERE o.account_id = f.account))
      FROM fresh f
     WHERE f.account LIKE 'acct\\_%'
       AND f.account IS DISTINCT FROM (SELECT stripe_account FROM stripe_binding)
  )
  INSERT INTO reconcile_checkpoints (account, reconciled_to)
  SELECT account, date_trunc('second', least(greatest(since, to_timestamp($1) - $2 * interval '1 second'),
                                             to_timestamp($1)))
    FROM known
  ON CONFLICT (account) DO NOTHING`;

/** Those that could not be listed have places of their own: they never take one of an account that can be. */
const DUE_CONNECTED = [
  'failures = 0 AND NOT found_gap ORDER BY reconciled_at NULLS FIRST, account',
  'failures = 0 AND found_gap ORDER BY reconciled_at NULLS FIRST, account',
  'failures > 0 ORDER BY next_attempt_at, account',
]
  .map(
    (which) => `
      (SELECT ${FIELDS} FROM reconcile_checkpoints
        WHERE account > '' AND next_attempt_at <= now() AND ${which} LIMIT $1)`,
  )
  .join(' UNION ALL ');

/** All SQL of the checkpoints. */
@Injectable()
export class CheckpointRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Whether the own account's next run is due, by the database's clock: machines agree on it. */
  async isDue(): Promise<boolean> {
    const waiting: unknown[] = await this.dataSource.query(
      `SELECT 1 FROM reconcile_checkpoints WHERE account = '' AND next_attempt_at > now()`,
    );
    return waiting.length === 0;
  }

  /** Begins a checkpoint for the own account and for each that anything here knows of. @param horizon seconds. */
  async discover(now: number, horizon: number): Promise<void> {
    await this.dataSource.query(DISCOVER, [now, horizon]);
  }

  async ofOwnAccount(): Promise<Checkpoint | undefined> {
    const rows: Checkpoint[] = await this.dataSource.query(
      `SELECT ${FIELDS} FROM reconcile_checkpoints WHERE account = ''`,
    );
    return rows[0];
  }

  async countConnected(): Promise<number> {
    const rows: { count: number }[] = await this.dataSource.query(
      `SELECT count(*)::int AS count FROM reconcile_checkpoints WHERE account > ''`,
    );
    return rows[0]?.count ?? 0;
  }

  /**
   * So many connected accounts, longest ago first, as many again in which the last run found a gap, and at the end as
   * many that could not be listed.
   */
  async dueConnected(most: number): Promise<Checkpoint[]> {
    const due: Checkpoint[] = await this.dataSource.query(DUE_CONNECTED, [most]);
    return due.toSorted((a, b) => Number(a.failures > 0) - Number(b.failures > 0));
  }

  /** Every connected account, longest ago first, due or not; at the end those that could not be listed. */
  allConnected(): Promise<Checkpoint[]> {
    return this.dataSource.query(
      `SELECT ${FIELDS} FROM reconcile_checkpoints WHERE account > ''
        ORDER BY failures > 0, reconciled_at NULLS FIRST, account`,
    );
  }

  /** Never backwards: a run that lost its lease may end after the one that took over. */
  async moveTo(account: string, to: number): Promise<void> {
    await this.dataSource.query(
      `UPDATE reconcile_checkpoints SET reconciled_to = greatest(reconciled_to, to_timestamp($2)) WHERE account = $1`,
      [account, to],
    );
  }

  async complete(account: string, { foundGap, silent, next }: Completion): Promise<void> {
    await this.dataSource.query(
      `UPDATE reconcile_checkpoints
          SET reconciled_at = now(), found_gap = $2, silent = $3, failures = 0, last_error = NULL, failing_since = NULL,
              next_attempt_at = now() + $4 * interval '1 second'
        WHERE account = $1`,
      [account, foundGap, silent, next],
    );
  }

  async fail(account: string, { reason, next, hasLeft }: Failure): Promise<void> {
    await this.dataSource.query(
      `UPDATE reconcile_checkpoints
          SET failures = failures + 1, last_error = $2, next_attempt_at = now() + $3 * interval '1 second',
              failing_since = CASE WHEN $4::boolean THEN NULL ELSE coalesce(failing_since, now()) END
        WHERE account = $1`,
      [account, reason, next, hasLeft],
    );
  }
}
