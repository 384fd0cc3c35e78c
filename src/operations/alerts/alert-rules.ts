import type { AlertName, Severity } from './alert-names.js';
import { duplicates, eventSuccess, signatureFailures, webhookSuccess } from './counted-rules.js';
import type { Measured } from './measured.js';
import type { Observed } from './observed.js';
import {
  backlogOld,
  backlogOverdue,
  deadEvents,
  deadOutbox,
  outboxStuck,
  queueDown,
  reconcileCliff,
  reconcileFailing,
  reconcileStale,
  verifyDifferences,
  verifyOverdue,
  webhooksSilent,
} from './stored-rules.js';

export interface AlertRule {
  readonly severity: Severity;
  /** One sentence: what it means. */
  readonly summary: string;
  /** Whether the operator is written to. The others are there for who looks. */
  readonly isTold: boolean;
  readonly measure: (seen: Observed) => Measured;
}

/** What docs/runbook.md has an entry for, each. The worst come first. */
export const ALERT_RULES: Readonly<Record<AlertName, AlertRule>> = {
  CountinghouseBacklogOverdue: {
    severity: 'critical',
    summary: 'Events are due and no worker takes them: who has paid meanwhile has no access yet.',
    isTold: true,
    measure: backlogOverdue,
  },
  CountinghouseDeadEvents: {
    severity: 'critical',
    summary: 'Events have no attempt left: what they tell is missing in the rows.',
    isTold: true,
    measure: deadEvents,
  },
  CountinghouseWebhooksSilent: {
    severity: 'critical',
    summary: 'Stripe has events, and no webhook arrives: everything comes minutes late, by reconcile.',
    isTold: true,
    measure: webhooksSilent,
  },
  CountinghouseWebhookSuccessLow: {
    severity: 'critical',
    summary:
      'More than 5 % of the webhooks are answered with an error of ours: Stripe sends them again, later and later.',
    isTold: false,
    measure: webhookSuccess,
  },
  CountinghouseReconcileCliff: {
    severity: 'critical',
    summary: 'Events were not reconciled for 25 days: in five days Stripe begins to forget those that are lacking.',
    isTold: false,
    measure: reconcileCliff,
  },
  CountinghouseSignatureFailures: {
    severity: 'warning',
    summary: 'Webhooks are refused for their signatures.',
    isTold: true,
    measure: signatureFailures,
  },
  CountinghouseBacklogOld: {
    severity: 'warning',
    summary: 'An event was received long ago and is not settled: its attempts keep failing.',
    isTold: true,
    measure: backlogOld,
  },
  CountinghouseDeadOutbox: {
    severity: 'warning',
    summary: 'Entries of the outbox have no attempt left: a message was not sent, or a handler of yours did not run.',
    isTold: true,
    measure: deadOutbox,
  },
  CountinghouseEventSuccessLow: {
    severity: 'warning',
    summary: 'More than 5 % of the attempts at events fail.',
    isTold: false,
    measure: eventSuccess,
  },
  CountinghouseVerifyDifferences: {
    severity: 'warning',
    summary: 'Rows are not what Stripe says.',
    isTold: false,
    measure: verifyDifferences,
  },
  CountinghouseReconcileStale: {
    severity: 'warning',
    summary: 'Events were not reconciled with Stripe for more than a day.',
    isTold: false,
    measure: reconcileStale,
  },
  CountinghouseReconcileFailing: {
    severity: 'warning',
    summary: 'The events of Stripe cannot be listed.',
    isTold: false,
    measure: reconcileFailing,
  },
  CountinghouseVerifyOverdue: {
    severity: 'warning',
    summary: 'Rows were not compared with Stripe for three days.',
    isTold: false,
    measure: verifyOverdue,
  },
  CountinghouseOutboxStuck: {
    severity: 'warning',
    summary: 'An entry of the outbox waits for more than an hour: its receiver fails.',
    isTold: false,
    measure: outboxStuck,
  },
  CountinghouseDuplicates: {
    severity: 'warning',
    summary: 'More than 20 % of the webhooks bring an event that is here already.',
    isTold: false,
    measure: duplicates,
  },
  CountinghouseQueueDown: {
    severity: 'warning',
    summary: 'Redis does not answer: events wait for the sweep.',
    isTold: false,
    measure: queueDown,
  },
};
