import type { MigrationInterface } from 'typeorm';
import { EventLog1764000000000 } from './1764000000000-event-log.js';
import { Mirror1764000000001 } from './1764000000001-mirror.js';
import { BillingObjects1764000000002 } from './1764000000002-billing-objects.js';
import { PaymentObjects1764000000003 } from './1764000000003-payment-objects.js';
import { PaymentFollowUps1764000000004 } from './1764000000004-payment-follow-ups.js';
import { Connect1764000000005 } from './1764000000005-connect.js';
import { Operations1764000000006 } from './1764000000006-operations.js';
import { Backfill1764000000008 } from './1764000000008-backfill.js';
import { Verify1764000000009 } from './1764000000009-verify.js';
import { TenantsPlans1764000000010 } from './1764000000010-tenants-plans.js';
import { TenantIndexes1764000000011 } from './1764000000011-tenant-indexes.js';
import { OutboxDead1764000000012 } from './1764000000012-outbox-dead.js';
import { VerifyDifferences1764000000013 } from './1764000000013-verify-differences.js';
import { VerifyRuns1764000000014 } from './1764000000014-verify-runs.js';
import { DatabaseIdentity1764000000015 } from './1764000000015-database-identity.js';
import { TenantsAgain1764000000016 } from './1764000000016-tenants-again.js';
import { ReconcileFailing1764000000017 } from './1764000000017-reconcile-failing.js';
import { Api1764000000018 } from './1764000000018-api.js';
import { Reporting1764000000019 } from './1764000000019-reporting.js';
import { ApiLists1764000000020 } from './1764000000020-api-lists.js';
import { RefundRequests1764000000021 } from './1764000000021-refund-requests.js';
import { Compliance1764000000022 } from './1764000000022-compliance.js';
import { ConnectApi1764000000023 } from './1764000000023-connect-api.js';
import { OpenCheckouts1764000000024 } from './1764000000024-open-checkouts.js';
import { AuditOutcomes1764000000025 } from './1764000000025-audit-outcomes.js';
import { EventAttempts1764000000026 } from './1764000000026-event-attempts.js';
import { ProcessMinutes1764000000027 } from './1764000000027-process-minutes.js';
import { CustomerSearch1764000000028 } from './1764000000028-customer-search.js';
import { Alerts1764000000029 } from './1764000000029-alerts.js';
import { Retention1764000000030 } from './1764000000030-retention.js';
import { Erasure1764000000031 } from './1764000000031-erasure.js';
import { ConsoleSessions1764000000032 } from './1764000000032-console-sessions.js';
import { EventTraces1764000000034 } from './1764000000034-event-traces.js';
import { EventReplays1764000000036 } from './1764000000036-event-replays.js';
import { ApiKeyMakers1764000000037 } from './1764000000037-api-key-makers.js';
import { WaitingByAccount1764000000038 } from './1764000000038-waiting-by-account.js';

/** A migration's class: its name ends in the 13-digit timestamp that orders it. */
export type MigrationClass = new () => MigrationInterface;

/**
 * Every migration, in order. A list, not a glob: it means the same in dist and in the tests, and two branches that add a
 * migration at once meet in a merge conflict here instead of in production.
 */
export const migrations: readonly MigrationClass[] = [
  EventLog1764000000000,
  Mirror1764000000001,
  BillingObjects1764000000002,
  PaymentObjects1764000000003,
  PaymentFollowUps1764000000004,
  Connect1764000000005,
  Operations1764000000006,
  Backfill1764000000008,
  Verify1764000000009,
  TenantsPlans1764000000010,
  TenantIndexes1764000000011,
  OutboxDead1764000000012,
  VerifyDifferences1764000000013,
  VerifyRuns1764000000014,
  DatabaseIdentity1764000000015,
  TenantsAgain1764000000016,
  ReconcileFailing1764000000017,
  Api1764000000018,
  Reporting1764000000019,
  ApiLists1764000000020,
  RefundRequests1764000000021,
  Compliance1764000000022,
  ConnectApi1764000000023,
  OpenCheckouts1764000000024,
  AuditOutcomes1764000000025,
  EventAttempts1764000000026,
  ProcessMinutes1764000000027,
  CustomerSearch1764000000028,
  Alerts1764000000029,
  Retention1764000000030,
  Erasure1764000000031,
  ConsoleSessions1764000000032,
  EventTraces1764000000034,
  EventReplays1764000000036,
  ApiKeyMakers1764000000037,
  WaitingByAccount1764000000038,
];
