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

/**
 * Accounts of the log, each found by one look into the index on (account, …): never a scan of the log. Their first event
 * is when we knew of them. The own account begins with the binding, whose age is carried over to Stripe's clock.
 */
const DISCOVER = `
  WITH RECURSIVE seen AS (
    (SELECT account FROM stripe_event_log WHERE account > '' ORDER BY account LIMIT 1)
    UNION ALL
    SELECT (SELECT l.account FROM stripe_event_log l WHERE l.account > s.account ORDER BY l.account LIMIT 1)
      FROM seen s WHERE s.account IS NOT NULL
  ), known AS (
    SELECT '' AS account, to_timestamp($1) - (now() - coalesce((SELECT bound_at FROM stripe_binding), now())) AS since
     UNION ALL
    SELECT s.account, (SELECT min(l.created_at) FROM stripe_event_log l WHERE l.account = s.account)
      FROM seen s
     WHERE s.account IS NOT NULL AND NOT EXISTS (SELECT FROM reconcile_checkpoints c WHERE c.account = s.account)
  )
  INSERT INTO reconcile_checkpoints (account, reconciled_to)
  SELECT account, date_trunc('second', least(greatest(since, to_timestamp($1) - $2 * interval '1 second'),
                                             to_timestamp($1)))
    FROM known
  ON CONFLICT (account) DO NOTHING`;

const DUE_CONNECTED = ['NOT found_gap', 'found_gap']
  .map(
    (which) => `
      (SELECT ${FIELDS} FROM reconcile_checkpoints
        WHERE account > '' AND next_attempt_at <= now() AND ${which}
        ORDER BY reconciled_at NULLS FIRST, account LIMIT $1)`,
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

  /** Begins a checkpoint for the own account and for each that the log has seen. @param horizon seconds. */
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

  /** So many connected accounts, longest ago first, and as many again in which the last run found a gap. */
  dueConnected(most: number): Promise<Checkpoint[]> {
    return this.dataSource.query(DUE_CONNECTED, [most]);
  }

  /** Every connected account, longest ago first, due or not. */
  allConnected(): Promise<Checkpoint[]> {
    return this.dataSource.query(
      `SELECT ${FIELDS} FROM reconcile_checkpoints WHERE account > '' ORDER BY reconciled_at NULLS FIRST, account`,
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
          SET reconciled_at = now(), found_gap = $2, silent = $3, failures = 0, last_error = NULL,
              next_attempt_at = now() + $4 * interval '1 second'
        WHERE account = $1`,
      [account, foundGap, silent, next],
    );
  }

  /** @param next seconds until the next run. */
  async fail(account: string, reason: string, next: number): Promise<void> {
    await this.dataSource.query(
      `UPDATE reconcile_checkpoints
          SET failures = failures + 1, last_error = $2, next_attempt_at = now() + $3 * interval '1 second'
        WHERE account = $1`,
      [account, reason, next],
    );
  }
}
