import type { QueueDepth } from '../../webhooks/event-queue.js';
import type { FiringAlert } from '../alerts/alert.answers.js';
import type { OutboxState, ReconcileAccounts, StoredState } from '../metrics/stored-state.repository.js';
import { totalOf, type Counted, type Tallies } from '../processes/counted.js';
import { quantileOf } from '../processes/quantile.js';
import type { ConfiguredSecret } from '../processes/signing-secrets.js';
import type { OverviewAnswer } from './overview.answers.js';
import { HOUR, LATELY, type RecentRow, type SecretRow, type StoredOverview } from './overview.repository.js';

/** What the overview is made of. */
export interface Parts {
  readonly stored: StoredOverview;
  /** Null: in one process. */
  readonly queue: QueueDepth | null | 'down';
  readonly secrets: readonly ConfiguredSecret[];
  readonly alerts: readonly FiringAlert[];
}

export function overviewOf({ stored, queue, secrets, alerts }: Parts): OverviewAnswer {
  const { at, minutes, processes, recent, lately, hour, state } = stored;
  const { backlog } = state;
  return {
    at: at.toISOString(),
    eventsPerMinute: minutes.map((minute) => ({ ...minute, at: minute.at.toISOString() })),
    lastWebhookAt: isoOf(recent?.lastWebhookAt),
    ackLatency: {
      p50Seconds: rounded(quantileOf(lately.acks, 0.5)),
      p99Seconds: rounded(quantileOf(lately.acks, 0.99)),
      of: totalOf(lately.acks),
      overSeconds: LATELY,
    },
    settleLatency: settleLatencyOf(recent),
    successRate: { answered: answeredOf(hour.answers), handled: handledOf(hour) },
    signatureFailures: { count: totalOf(hour.refused), byDiagnosis: hour.refused, overSeconds: HOUR },
    duplicates: share(hour.redelivered, hour.received + hour.redelivered),
    backlog: {
      due: backlog?.due ?? 0,
      planned: backlog?.planned ?? 0,
      oldestSeconds: Math.floor(backlog?.oldestSeconds ?? 0),
      overdueSeconds: Math.floor(Math.max(backlog?.overdueSeconds ?? 0, 0)),
    },
    dead: backlog?.dead ?? 0,
    outbox: outboxOf(state.outbox),
    queue: queueOf(queue),
    processes: processes.map((process) => ({
      ...process,
      startedAt: process.startedAt.toISOString(),
      lastSeenAt: process.lastSeenAt.toISOString(),
    })),
    lastReconcile: reconcileOf(state, at),
    lastVerify: verifyOf(state),
    secrets: secrets.map((secret) => secretOf(secret, stored.secrets)),
    alerts: [...alerts],
  };
}

const isoOf = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

/** To a tenth of a millisecond. */
const rounded = (seconds: number | null): number | null =>
  seconds === null ? null : Math.round(seconds * 10_000) / 10_000;

/** Never rounded up: 100 % says that there was none. */
const share = (count: number, of: number): OverviewAnswer['duplicates'] => ({
  percent: of === 0 ? null : Math.floor((count * 10_000) / of) / 100,
  count,
  of,
  overSeconds: HOUR,
});

const settleLatencyOf = (recent: RecentRow | undefined): OverviewAnswer['settleLatency'] => ({
  p50Seconds: rounded(recent?.p50 ?? null),
  p99Seconds: rounded(recent?.p99 ?? null),
  of: recent?.settled ?? 0,
  overSeconds: recent?.overSeconds ?? LATELY,
});

/** What Stripe has not signed is refused, and says nothing of us. */
function answeredOf(answers: Tallies): OverviewAnswer['duplicates'] {
  const failed = Object.entries(answers).filter(([code]) => code.startsWith('5'));
  const ok = answers['200'] ?? 0;
  return share(ok, ok + totalOf(Object.fromEntries(failed)));
}

function handledOf({ settled, retried }: Counted): OverviewAnswer['duplicates'] {
  const all = totalOf(settled);
  return share(all - (settled['dead'] ?? 0), all + retried);
}

const entriesOf = (states: readonly OutboxState[]): number => states.reduce((total, { entries }) => total + entries, 0);

const outboxOf = (outbox: readonly OutboxState[]): OverviewAnswer['outbox'] => {
  const pending = outbox.filter(({ status }) => status === 'pending');
  return {
    pending: entriesOf(pending),
    dead: entriesOf(outbox) - entriesOf(pending),
    oldestSeconds: Math.floor(Math.max(0, ...pending.map(({ oldestSeconds }) => oldestSeconds))),
  };
};

function queueOf(queue: Parts['queue']): OverviewAnswer['queue'] {
  if (queue === null) return { kind: 'in_process', up: true, waiting: null, active: null };
  if (queue === 'down') return { kind: 'redis', up: false, waiting: null, active: null };
  return { kind: 'redis', up: true, ...queue };
}

/** Moments and not ages, which would be others each time that somebody looks. To the second. */
const before = (at: Date, seconds: number | null): string | null =>
  seconds === null ? null : momentOf(at.getTime() / 1000 - seconds);

const momentOf = (epoch: number | null): string | null =>
  epoch === null ? null : new Date(Math.round(epoch) * 1000).toISOString();

function reconcileOf({ reconcile, gaps }: StoredState, at: Date): OverviewAnswer['lastReconcile'] {
  if (reconcile.length === 0) return null;
  const of = (which: ReconcileAccounts['accounts']) => reconcile.find(({ accounts }) => accounts === which);
  const own = of('own');
  const connected = of('connected');
  return {
    lastAt: momentOf(own?.lastRunAt ?? null),
    reconciledTo: before(at, own?.checkpointSeconds ?? null),
    isSilent: (own?.silent ?? 0) > 0,
    isFailing: (own?.failing ?? 0) > 0,
    connected: connected
      ? {
          lastAt: momentOf(connected.lastRunAt),
          reconciledTo: before(at, connected.checkpointSeconds),
          failing: connected.failing,
          silent: connected.silent,
        }
      : null,
    gapsLastDay: gaps ?? { late: 0, missed: 0 },
  };
}

function verifyOf({ verify }: StoredState): OverviewAnswer['lastVerify'] {
  if (!verify) return null;
  const { finishedAt, scheduled, ...figures } = verify;
  return { finishedAt: finishedAt.toISOString(), isScheduled: scheduled, ...figures };
}

function secretOf(
  { endpoint, position, fingerprint }: ConfiguredSecret,
  known: readonly SecretRow[],
): OverviewAnswer['secrets'][number] {
  const row = known.find((one) => one.fingerprint === fingerprint);
  return { endpoint, position, lastMatchedAt: isoOf(row?.matchedAt), knownSince: isoOf(row?.knownSince) };
}
