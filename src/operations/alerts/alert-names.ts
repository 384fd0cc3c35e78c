/**
 * What the backend tells by itself, under the names that deploy/prometheus/alerts.yml has for the same. What a
 * database that is down or a process that is gone would have to tell, only somebody outside can.
 */
export const ALERT_NAMES = [
  'CountinghouseBacklogOverdue',
  'CountinghouseDeadEvents',
  'CountinghouseWebhooksSilent',
  'CountinghouseSignatureFailures',
  'CountinghouseWebhookSuccessLow',
  'CountinghouseEventSuccessLow',
  'CountinghouseReconcileCliff',
  'CountinghouseReconcileStale',
  'CountinghouseReconcileFailing',
  'CountinghouseVerifyDifferences',
  'CountinghouseVerifyOverdue',
  'CountinghouseBacklogOld',
  'CountinghouseDeadOutbox',
  'CountinghouseOutboxStuck',
  'CountinghouseDuplicates',
  'CountinghouseQueueDown',
] as const;

export type AlertName = (typeof ALERT_NAMES)[number];

/** `critical`: customers are hurt, or soon will be. `warning`: within the day. */
export const SEVERITIES = ['critical', 'warning'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Where docs/runbook.md speaks of it: a heading's anchor is its text in lower case. */
export const runbookOf = (alert: AlertName): string => `docs/runbook.md#${alert.toLowerCase()}`;
