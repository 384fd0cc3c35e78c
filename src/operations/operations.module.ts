import { Module } from '@nestjs/common';
import { Backfill } from './backfill/backfill.js';
import { CustomerListsBackfill } from './backfill/customer-lists-backfill.js';
import { ListBackfill } from './backfill/list-backfill.js';
import { PageApplier } from './backfill/page-applier.js';
import { ProgressRepository } from './backfill/progress.repository.js';
import { Lease } from './lease/lease.js';
import { LeaseRepository } from './lease/lease.repository.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { PoolGauges } from './metrics/pool.gauges.js';
import { QueueGauges } from './metrics/queue.gauges.js';
import { StoredGauges } from './metrics/stored-gauges.js';
import { StoredStateReader } from './metrics/stored-state.reader.js';
import { StoredStateRepository } from './metrics/stored-state.repository.js';
import { AccountReconciler } from './reconcile/account-reconciler.js';
import { CheckpointRepository } from './reconcile/checkpoint.repository.js';
import { GapRepository } from './reconcile/gap.repository.js';
import { ReconcileAlerts } from './reconcile/reconcile.alerts.js';
import { ReconcileSchedule } from './reconcile/reconcile.schedule.js';
import { ReconcileStatus } from './reconcile/reconcile.status.js';
import { Reconciler } from './reconcile/reconciler.js';
import { RetentionRunRepository } from './retention/retention-run.repository.js';
import { ObjectComparison } from './verify/object-comparison.js';
import { OpenDifferenceRepository } from './verify/open-difference.repository.js';
import { ReadPages } from './verify/read-pages.js';
import { RowImageRepository } from './verify/row-image.repository.js';
import { Verifier } from './verify/verifier.js';
import { VerifyRunRepository } from './verify/verify-run.repository.js';
import { VerifySchedule } from './verify/verify.schedule.js';
import { VerifyStatus } from './verify/verify.status.js';

/** What keeps the database equal to Stripe without anybody asking, and what tells whether it does. */
@Module({
  controllers: [MetricsController],
  providers: [
    Lease,
    LeaseRepository,
    CheckpointRepository,
    GapRepository,
    AccountReconciler,
    Reconciler,
    ReconcileAlerts,
    ReconcileSchedule,
    ReconcileStatus,
    Backfill,
    ListBackfill,
    CustomerListsBackfill,
    PageApplier,
    ProgressRepository,
    ObjectComparison,
    OpenDifferenceRepository,
    ReadPages,
    RowImageRepository,
    Verifier,
    VerifyRunRepository,
    VerifySchedule,
    VerifyStatus,
    PoolGauges,
    QueueGauges,
    StoredGauges,
    StoredStateReader,
    StoredStateRepository,
    RetentionRunRepository,
  ],
  exports: [
    Lease,
    RetentionRunRepository,
    RowImageRepository,
    StoredStateRepository,
    Reconciler,
    ReconcileStatus,
    Verifier,
    VerifyRunRepository,
    VerifyStatus,
  ],
})
export class OperationsModule {}
