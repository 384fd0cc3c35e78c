import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ENV, type Env } from '../../config/env.js';
import { CONNECTED_FAILING, CONNECTED_STALE } from '../alerts/thresholds.js';
import { GAPS_OF_LAST_DAY, type GapCounts } from './gap.repository.js';

/** Intervals without a complete run after which somebody should look. */
const PATIENCE = 3;

interface Row extends GapCounts {
  readonly ownSeconds: number | null;
  readonly connectedSeconds: number | null;
  readonly silent: number;
  readonly failing: number;
}

/** How the comparison of Stripe's events with the log stands. */
export interface ReconcileState {
  /** Seconds since the own account's last complete run; null when there was none yet. */
  readonly checkpointSeconds: number | null;
  /** Likewise of the connected account whose turn was longest ago; null when there are none. */
  readonly oldestConnectedSeconds: number | null;
  /** Events of the last day that no webhook brought in time. */
  readonly gapsLastDay: GapCounts;
}

/**
 * What health says of the reconciler. A connected account that cannot be listed is told of after a day; why it cannot,
 * stands in its `last_error`.
 */
@Injectable()
export class ReconcileStatus {
  private readonly interval: number | null;
  private readonly startedAt = performance.now();

  constructor(
    @Inject(ENV) env: Env,
    private readonly dataSource: DataSource,
  ) {
    const { RECONCILE_INTERVAL_SECONDS: interval, STRIPE_SECRET_KEY: key } = env;
    this.interval = interval === 'off' || !key ? null : interval;
  }

  /** Null where it is off, or there is no key to ask Stripe with. */
  async read(): Promise<{ state: ReconcileState; reasons: string[] } | null> {
    if (this.interval === null) return null;
    const rows: Row[] = await this.dataSource.query(
      `SELECT checkpoint.*, gap.*
         FROM (SELECT max(extract(epoch FROM now() - reconciled_at)) FILTER (WHERE account = '')::float8 AS "ownSeconds",
                      max(extract(epoch FROM now() - reconciled_at)) FILTER (WHERE account > '' AND failures = 0)::float8
                        AS "connectedSeconds",
                      count(*) FILTER (WHERE silent AND failures = 0)::int AS silent,
                      count(*) FILTER (WHERE account > '' AND failing_since < now() - $1 * interval '1 second')::int
                        AS failing
                 FROM reconcile_checkpoints) AS checkpoint,
              (${GAPS_OF_LAST_DAY}) AS gap`,
      [CONNECTED_FAILING],
    );
    const row = rows[0];
    if (!row) return null;
    const { ownSeconds, connectedSeconds, late, missed } = row;
    return {
      state: {
        checkpointSeconds: ownSeconds,
        oldestConnectedSeconds: connectedSeconds,
        gapsLastDay: { late, missed },
      },
      reasons: this.reasonsFor(row, this.interval),
    };
  }

  private reasonsFor({ ownSeconds, connectedSeconds, silent, failing }: Row, interval: number): string[] {
    const reasons: string[] = [];
    const age = ownSeconds ?? (performance.now() - this.startedAt) / 1000;
    const limit = PATIENCE * interval;
    if (age > limit) {
      const since = ownSeconds === null ? 'the start' : 'the last time';
      reasons.push(
        `events were not reconciled with Stripe for ${Math.round(age)} s since ${since}, see docs/reconcile.md`,
      );
    }
    if (connectedSeconds !== null && connectedSeconds > Math.max(CONNECTED_STALE, limit)) {
      reasons.push(`a connected account was not reconciled for ${Math.round(connectedSeconds / 3_600)} h`);
    }
    if (failing > 0)
      reasons.push(`connected accounts that could not be listed for a day: ${failing}, see docs/reconcile.md`);
    if (silent > 0)
      reasons.push(`Stripe has events and no webhook arrives (accounts: ${silent}), see docs/reconcile.md`);
    return reasons;
  }
}
