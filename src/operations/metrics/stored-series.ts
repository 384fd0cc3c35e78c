import { BACKLOG_SERIES } from './backlog.series.js';
import { OUTBOX_SERIES } from './outbox.series.js';
import { RECONCILE_SERIES } from './reconcile.series.js';
import { RETENTION_SERIES } from './retention.series.js';
import type { StoredSeries } from './stored-gauges.js';
import { VERIFY_SERIES } from './verify.series.js';

/** Every series that is read from the database. */
export const STORED_SERIES: readonly StoredSeries[] = [
  ...VERIFY_SERIES,
  ...RECONCILE_SERIES,
  ...BACKLOG_SERIES,
  ...OUTBOX_SERIES,
  ...RETENTION_SERIES,
];
