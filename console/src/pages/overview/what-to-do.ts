import type { Overview } from './overview.queries.js';

type AlertName = Overview['alerts'][number]['name'];

interface Advice {
  /** The first thing, in a sentence; the runbook has the rest. */
  readonly text: string;
  /** The page of the console where it is done. */
  readonly to?: string;
  readonly page?: string;
}

const failures = { to: '/failures', page: 'Failures' } as const;
const checks = { to: '/checks', page: 'Reconcile & verify' } as const;

/** For who looks at three in the morning. */
export const WHAT_TO_DO: Readonly<Record<AlertName, Advice>> = {
  CountinghouseBacklogOverdue: {
    text: 'No worker takes events that are due. Is a process with the role worker (or all) up, and what does its log say?',
  },
  CountinghouseBacklogOld: {
    text: 'Workers do not keep up, or one event is tried again and again. See what fails; else add workers.',
    ...failures,
  },
  CountinghouseDeadEvents: { text: 'See what they died of, mend that, and replay them.', ...failures },
  CountinghouseWebhooksSilent: {
    text: 'Stripe has events and none arrives. Look at the endpoint in Stripe’s dashboard: disabled, moved, blocked? Reconcile brings the events meanwhile.',
    ...checks,
  },
  CountinghouseSignatureFailures: {
    text: 'See the diagnosis below: a wrong secret after a rotation, a proxy that changes bodies, or a clock that is off.',
  },
  CountinghouseWebhookSuccessLow: {
    text: 'Signed webhooks are not answered 200: the database is slow or away, or processes are overloaded. Stripe sends them again.',
  },
  CountinghouseEventSuccessLow: { text: 'Many attempts fail. See by what they have in common.', ...failures },
  CountinghouseReconcileCliff: {
    text: 'Stripe forgets events after 30 days, and they have not been compared for 25. Reconcile now, then verify.',
    ...checks,
  },
  CountinghouseReconcileStale: { text: 'Events were not compared for a day. Reconcile now.', ...checks },
  CountinghouseReconcileFailing: {
    text: 'Stripe’s list of events cannot be read: is the key right, and may it read events?',
    ...checks,
  },
  CountinghouseVerifyDifferences: { text: 'Rows are not what Stripe says. See which, and repair them.', ...checks },
  CountinghouseVerifyOverdue: { text: 'Rows were not compared with Stripe lately. Run verify.', ...checks },
  CountinghouseDeadOutbox: {
    text: 'Messages or after-commit handlers have no attempt left. `npx countinghouse outbox list --status dead` says why; mend that, then `outbox retry`.',
  },
  CountinghouseOutboxStuck: {
    text: 'What is to leave the database does not: is a worker up, does the mail server or the webhook answer?',
  },
  CountinghouseDuplicates: {
    text: 'Stripe sends much twice: are answers slow, or do two endpoints lead here?',
  },
  CountinghouseQueueDown: {
    text: 'Redis does not answer. Nothing is lost: the sweep finds what is due, only later. Bring Redis back.',
  },
};
