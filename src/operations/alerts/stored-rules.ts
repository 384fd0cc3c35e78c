import type { ReconcileAccounts } from '../metrics/stored-state.repository.js';
import { counted, durationText } from '../figures.js';
import { above, CLEAR, type Measured } from './measured.js';
import type { Observed } from './observed.js';
import {
  BACKLOG_OLD,
  BACKLOG_OVERDUE,
  CONNECTED_FAILING,
  CONNECTED_STALE,
  OUTBOX_STUCK,
  RECONCILE_CLIFF,
  RECONCILE_FAILING,
  RECONCILE_STALE,
  VERIFY_OVERDUE,
} from './thresholds.js';

/** What is counted in the database is counted up to so many. */
const MOST = 100_000;

/** What is wrong as long as there is any. */
const any = (count: number, one: string, many?: string): Measured =>
  above(count, 0, 0, (found) => counted(found, one, many, MOST));

export function backlogOverdue({ stored: { backlog } }: Observed): Measured {
  if (!backlog) return CLEAR;
  return above(
    backlog.overdueSeconds,
    BACKLOG_OVERDUE,
    BACKLOG_OVERDUE / 5,
    (age) => `${counted(backlog.due, 'event', 'events', MOST)} due, one of them for ${durationText(age)}`,
  );
}

export function backlogOld({ stored: { backlog } }: Observed): Measured {
  if (!backlog) return CLEAR;
  const open = backlog.due + backlog.planned;
  return above(
    backlog.oldestSeconds,
    BACKLOG_OLD,
    BACKLOG_OLD,
    (age) => `${counted(open, 'event', 'events', MOST)} not settled, one of them for ${durationText(age)}`,
  );
}

export const deadEvents = ({ stored: { backlog } }: Observed): Measured => any(backlog?.dead ?? 0, 'event');

export function deadOutbox({ stored: { outbox } }: Observed): Measured {
  const dead = outbox.filter(({ status }) => status === 'dead');
  const entries = dead.reduce((sum, topic) => sum + topic.entries, 0);
  return any(entries, 'entry', 'entries');
}

export function outboxStuck({ stored: { outbox } }: Observed): Measured {
  const [oldest] = outbox
    .filter(({ status }) => status === 'pending')
    .toSorted((a, b) => b.oldestSeconds - a.oldestSeconds);
  if (!oldest) return CLEAR;
  return above(
    oldest.oldestSeconds,
    OUTBOX_STUCK,
    OUTBOX_STUCK,
    (age) => `${oldest.topic} waits for ${durationText(age)}`,
  );
}

export function webhooksSilent({ stored: { reconcile }, reconciles }: Observed): Measured {
  if (!reconciles) return CLEAR;
  return any(
    reconcile.reduce((sum, { silent }) => sum + silent, 0),
    'account',
  );
}

export const reconcileStale = (seen: Observed): Measured =>
  longest(seen, ({ checkpointSeconds }) => checkpointSeconds, { own: RECONCILE_STALE, connected: CONNECTED_STALE });

export const reconcileCliff = (seen: Observed): Measured =>
  longest(seen, ({ checkpointSeconds }) => checkpointSeconds, { own: RECONCILE_CLIFF, connected: RECONCILE_CLIFF });

export const reconcileFailing = (seen: Observed): Measured =>
  longest(seen, ({ failingSeconds }) => failingSeconds, { own: RECONCILE_FAILING, connected: CONNECTED_FAILING });

export const verifyDifferences = ({ stored: { verify } }: Observed): Measured => any(verify?.open ?? 0, 'row');

export function verifyOverdue({ stored: { verifiedAt }, verifies }: Observed): Measured {
  if (!verifiedAt || !verifies) return CLEAR;
  const age = Math.max(Date.now() - verifiedAt.getTime(), 0) / 1000;
  return above(age, VERIFY_OVERDUE, VERIFY_OVERDUE, (seconds) => `for ${durationText(seconds)}`);
}

export const queueDown = ({ queueIsDown }: Observed): Measured => ({
  fires: queueIsDown,
  isClear: !queueIsDown,
  value: 'no answer from Redis',
});

/** Of the own account and of those connected what is beyond its limit, the own one first. */
function longest(
  { stored: { reconcile }, reconciles }: Observed,
  ageOf: (row: ReconcileAccounts) => number | null,
  limits: Readonly<Record<ReconcileAccounts['accounts'], number>>,
): Measured {
  if (!reconciles) return CLEAR;
  const beyond = (['own', 'connected'] as const).flatMap((accounts) => {
    const age = reconcile.filter((row) => row.accounts === accounts).map(ageOf)[0] ?? 0;
    return age > limits[accounts] ? [`${accounts} account, ${durationText(age)}`] : [];
  });
  const fires = beyond.length > 0;
  return { fires, isClear: !fires, value: beyond[0] ?? '' };
}
