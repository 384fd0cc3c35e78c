import { Inject, Injectable } from '@nestjs/common';
import { pageOf, type Page } from '../../common/cursor.js';
import { ENV, type Env } from '../../config/env.js';
import { StripeGateway } from '../../stripe/stripe.gateway.js';
import type { Reach } from '../operator.js';
import type {
  CheckpointAnswer,
  CheckpointsQuery,
  GapAnswer,
  GapsQuery,
  ReconcileStateAnswer,
} from './reconcile.answers.js';
import { ReconcileViewRepository, type CheckpointRow, type GapRow } from './reconcile-view.repository.js';
import { RunRepository } from './run.repository.js';
import { showRun } from './show-run.js';

/** What operators see of the comparison of events. */
@Injectable()
export class ReconcileView {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly gateway: StripeGateway,
    private readonly rows: ReconcileViewRepository,
    private readonly runs: RunRepository,
  ) {}

  async state(): Promise<ReconcileStateAnswer> {
    const { RECONCILE_INTERVAL_SECONDS: interval } = this.env;
    const isOn = this.gateway.available && interval !== 'off';
    const [own, counts, underWay] = await Promise.all([
      this.rows.own(),
      this.rows.counts(),
      this.runs.underWay('reconcile'),
    ]);
    const { late, missed, ...connected } = counts;
    return {
      isOn,
      intervalSeconds: isOn ? interval : null,
      own: own ? showCheckpoint(own) : null,
      connected,
      gapsLastDay: { late, missed },
      underWay: underWay ? showRun(underWay) : null,
    };
  }

  /** They go by their ids: the time of their cursor says nothing. */
  async accounts(reach: Reach, query: CheckpointsQuery): Promise<Page<CheckpointAnswer>> {
    const rows = await this.rows.accounts(reach, query);
    const listed = rows.map((row) => ({ created: new Date(0), id: row.account, row }));
    return pageOf(listed, query.limit, ({ row }) => showCheckpoint(row));
  }

  async gaps(reach: Reach, query: GapsQuery): Promise<Page<GapAnswer>> {
    return pageOf(await this.rows.gaps(reach, query), query.limit, showGap);
  }
}

const showCheckpoint = ({ reconciledTo, lastAt, nextAt, failingSince, ...row }: CheckpointRow): CheckpointAnswer => ({
  ...row,
  reconciledTo: reconciledTo.toISOString(),
  lastAt: lastAt?.toISOString() ?? null,
  nextAt: nextAt.toISOString(),
  failingSince: failingSince?.toISOString() ?? null,
});

const showGap = ({ id, created, createdAt, ...row }: GapRow): GapAnswer => ({
  ...row,
  event: id,
  createdAt: createdAt.toISOString(),
  foundAt: created.toISOString(),
});
