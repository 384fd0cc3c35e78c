import type { Env } from '../../config/env.js';
import { counted, durationText } from '../figures.js';
import type { StoredState } from '../metrics/stored-state.repository.js';
import { fail, ok, warn, type Finding } from './finding.js';

/** Seconds for which an event may wait. */
const SLOW = 300;
const STUCK = 3_600;
/** Intervals without a complete run. */
const PATIENCE = 3;
/** Seconds. */
const DAY = 86_400;
/** Stripe shows events for thirty. */
const CLIFF = 25 * DAY;
const VERIFY_OVERDUE = 3 * DAY;

function backlogFinding({ backlog }: StoredState): Finding {
  if (!backlog) return ok('events.backlog', 'unknown');
  const { due, planned, overdueSeconds } = backlog;
  const text = `${counted(due, 'event is', 'events are')} due, ${planned} planned for later`;
  if (overdueSeconds <= SLOW) return ok('events.backlog', text);
  const waits = `${text}; one is due for ${durationText(overdueSeconds)}`;
  const fix = 'Is a worker running (ROLE=all or worker)? Its log says why it does not settle: docs/runbook.md';
  return overdueSeconds > STUCK ? fail('events.backlog', waits, fix) : warn('events.backlog', waits, fix);
}

function deadFinding({ backlog }: StoredState): Finding {
  const dead = backlog?.dead ?? 0;
  return dead === 0
    ? ok('events.dead', 'none')
    : fail(
        'events.dead',
        `${counted(dead, 'event is', 'events are')} dead: their rows are not what Stripe says`,
        'npx countinghouse events list --status dead',
      );
}

function reconcileFindings({ reconcile, gaps }: StoredState, { RECONCILE_INTERVAL_SECONDS: interval }: Env): Finding[] {
  const own = reconcile.find(({ accounts }) => accounts === 'own');
  const missed = gaps ? `; ${counted(gaps.missed, 'webhook was', 'webhooks were')} missed in the last day` : '';
  const since = own?.lastRunAt ? Date.now() / 1_000 - own.lastRunAt : null;
  const limit = Math.max(PATIENCE * (interval === 'off' ? DAY : interval), SLOW);
  const fix = "npx countinghouse reconcile, and see the worker's log";
  const text = since === null ? 'it has never come to its end' : `last complete ${durationText(since)} ago${missed}`;
  const age = since ?? Infinity;
  const state =
    age > CLIFF && since !== null
      ? fail('events.reconcile', text, `${fix}; then npx countinghouse verify: Stripe shows 30 days`)
      : age > limit
        ? (age > DAY && since !== null ? fail : warn)('events.reconcile', text, fix)
        : ok('events.reconcile', text);
  const silent = reconcile.reduce((sum, one) => sum + one.silent, 0);
  const webhooks =
    silent > 0
      ? fail(
          'events.webhooks',
          `Stripe has events and no webhook arrives (accounts: ${silent})`,
          'See the endpoint findings, and the answers that it gets in the Dashboard',
        )
      : ok('events.webhooks', 'none is known to be missing');
  return [state, webhooks];
}

function verifyFinding({ verify }: StoredState, { VERIFY_SAMPLE: sample }: Env): Finding {
  if (!verify) return ok('events.verify', 'rows were not compared with Stripe yet');
  const age = (Date.now() - verify.finishedAt.getTime()) / 1_000;
  const text = `last run ${durationText(age)} ago, ${verify.open} rows differ`;
  if (verify.open > 0) return fail('events.verify', text, 'npx countinghouse verify, then with --repair');
  return sample > 0 && age > VERIFY_OVERDUE
    ? warn('events.verify', text, "See the worker's log for `verify comes again`")
    : ok('events.verify', text);
}

/** How far the work has come. */
export const logFindings = (state: StoredState, env: Env): Finding[] => [
  backlogFinding(state),
  deadFinding(state),
  ...reconcileFindings(state, env),
  verifyFinding(state, env),
];
