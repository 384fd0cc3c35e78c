import type { StoredState } from '../metrics/stored-state.repository.js';
import { NOTHING } from '../processes/counted.js';
import { ALERT_NAMES, type AlertName } from './alert-names.js';
import { ALERT_RULES } from './alert-rules.js';
import type { Observed } from './observed.js';

const DAY = 86_400;

const backlog = { due: 0, planned: 0, oldestSeconds: 0, overdueSeconds: 0, dead: 0 };
const own = { accounts: 'own', lastRunAt: 1, checkpointSeconds: 90, failing: 0, failingSeconds: 0, silent: 0 } as const;
const connected = { ...own, accounts: 'connected' } as const;
const verify = {
  finishedAt: new Date(),
  sample: 20,
  scheduled: true,
  checked: 90,
  different: 0,
  gone: 0,
  failed: 0,
  refused: 0,
  repaired: 0,
  open: 0,
};
const stored = {
  backlog,
  outbox: [],
  reconcile: [own, connected],
  gaps: { late: 0, missed: 0 },
  verify,
  verifiedAt: new Date(),
};

/** An installation in which all is well, but for this. Of what is stored, the rules read no more. */
const seen = (more: Partial<Omit<Observed, 'stored'>> & { stored?: Partial<StoredState> } = {}): Observed => ({
  lastHour: NOTHING,
  lastQuarter: NOTHING,
  queueIsDown: false,
  reconciles: true,
  verifies: true,
  ...more,
  stored: { ...stored, ...more.stored } as unknown as StoredState,
});

const measure = (alert: AlertName, observed: Observed) => ALERT_RULES[alert].measure(observed);
const firing = (observed: Observed): AlertName[] => ALERT_NAMES.filter((alert) => measure(alert, observed).fires);

const ofBacklog = (more: Partial<typeof backlog>): Observed => seen({ stored: { backlog: { ...backlog, ...more } } });
const ofReconcile = (...reconcile: StoredState['reconcile']): Observed => seen({ stored: { reconcile } });
const ofVerify = (more: Partial<typeof verify>): Observed => seen({ stored: { verify: { ...verify, ...more } } });
const ofHour = (lastHour: Partial<Observed['lastHour']>): Observed => seen({ lastHour: { ...NOTHING, ...lastHour } });
const ofQuarter = (more: Partial<Observed['lastQuarter']>): Observed => seen({ lastQuarter: { ...NOTHING, ...more } });
const entry = (status: 'pending' | 'dead', entries: number, oldestSeconds = 5) => ({
  topic: 'notification-email',
  status,
  entries,
  oldestSeconds,
});
const ofOutbox = (...outbox: StoredState['outbox']): Observed => seen({ stored: { outbox } });

describe('what fires, alone, and with which words', () => {
  it.each<[AlertName, Observed, string]>([
    [
      'CountinghouseBacklogOverdue',
      ofBacklog({ due: 40, overdueSeconds: 301 }),
      '40 events due, one of them for 5 min',
    ],
    [
      'CountinghouseBacklogOld',
      ofBacklog({ planned: 1, oldestSeconds: 21_601 }),
      '1 event not settled, one of them for 6 h',
    ],
    ['CountinghouseDeadEvents', ofBacklog({ dead: 1 }), '1 event'],
    ['CountinghouseDeadEvents', ofBacklog({ dead: 100_000 }), '100000 or more events'],
    ['CountinghouseDeadOutbox', ofOutbox(entry('dead', 2), entry('pending', 7)), '2 entries'],
    ['CountinghouseOutboxStuck', ofOutbox(entry('pending', 1, 7_300)), 'notification-email waits for 2 h'],
    ['CountinghouseWebhooksSilent', ofReconcile(own, { ...connected, silent: 2 }), '2 accounts'],
    [
      'CountinghouseReconcileStale',
      ofReconcile({ ...own, checkpointSeconds: DAY + 1 }, connected),
      'own account, 24 h',
    ],
    [
      'CountinghouseReconcileStale',
      ofReconcile(own, { ...connected, checkpointSeconds: 31 * 3_600 }),
      'connected account, 31 h',
    ],
    ['CountinghouseReconcileFailing', ofReconcile({ ...own, failingSeconds: 3_601 }), 'own account, 60 min'],
    [
      'CountinghouseReconcileFailing',
      ofReconcile(own, { ...connected, failingSeconds: DAY + 1 }),
      'connected account, 24 h',
    ],
    ['CountinghouseVerifyDifferences', ofVerify({ open: 3 }), '3 rows'],
    // Whatever somebody has asked for since: that may be of a single type.
    [
      'CountinghouseVerifyOverdue',
      seen({ stored: { verify, verifiedAt: new Date(Date.now() - 4 * DAY * 1000) } }),
      'for 4 d',
    ],
    [
      'CountinghouseSignatureFailures',
      ofHour({ refused: { wrong_secret: 8, timestamp_too_old: 3, no_signature_header: 900 } }),
      '11 webhooks within an hour, 8 of them wrong_secret',
    ],
    [
      'CountinghouseWebhookSuccessLow',
      ofQuarter({ answers: { 200: 50, 503: 2, 500: 1, 400: 99 } }),
      '3 of 53 answers failed',
    ],
    [
      'CountinghouseEventSuccessLow',
      ofQuarter({ settled: { processed: 90, dead: 1 }, retried: 4 }),
      '5 of 95 attempts failed',
    ],
    ['CountinghouseDuplicates', ofHour({ received: 30, redelivered: 10 }), '10 of 40 webhooks brought nothing new'],
    ['CountinghouseQueueDown', seen({ queueIsDown: true }), 'no answer from Redis'],
  ])('%s', (alert, observed, value) => {
    expect(firing(observed)).toEqual([alert]);
    expect(measure(alert, observed)).toEqual({ fires: true, isClear: false, value });
  });

  it('before Stripe forgets events, besides what is stale', () => {
    const observed = ofReconcile({ ...own, checkpointSeconds: 25 * DAY + 1 });
    expect(firing(observed)).toEqual(['CountinghouseReconcileCliff', 'CountinghouseReconcileStale']);
  });
});

describe('what does not', () => {
  it.each<[string, Observed]>([
    ['an installation in which all is well', seen()],
    ['one that is empty', seen({ stored: { backlog: undefined, reconcile: [], verify: undefined, verifiedAt: null } })],
    ['what is at its limit', ofBacklog({ due: 9, overdueSeconds: 300, oldestSeconds: 21_600 })],
    ['ten signatures, and scanners', ofHour({ refused: { wrong_secret: 10, no_signature_header: 900 } })],
    ['two failures of two', ofQuarter({ answers: { 503: 2 }, retried: 4 })],
    ['5 % of failures', ofQuarter({ answers: { 200: 95, 503: 5 }, settled: { processed: 95 }, retried: 5 })],
    ['what callers did wrong, or left', ofQuarter({ answers: { 200: 1, 400: 50, none: 50 } })],
    ['nine webhooks twice', ofHour({ received: 0, redelivered: 9 })],
    ['a fifth of all twice', ofHour({ received: 80, redelivered: 20 })],
  ])('%s', (_, observed) => {
    expect(firing(observed)).toEqual([]);
  });

  it('reconcile and verify that somebody has switched off: that ends what was open, too', () => {
    const silent = { ...own, silent: 1, failingSeconds: 90_000, checkpointSeconds: 26 * DAY };
    const never = new Date(0);
    const off = seen({ reconciles: false, verifies: false, stored: { reconcile: [silent], verifiedAt: never } });
    expect(ALERT_NAMES.filter((alert) => !measure(alert, off).isClear)).toEqual([]);
    const on = seen({ stored: { reconcile: [silent], verifiedAt: never } });
    expect(ALERT_NAMES.filter((alert) => !measure(alert, on).isClear)).toHaveLength(5);
  });
});

it('what swings around its limit neither begins nor ends anything', () => {
  const between: [AlertName, Observed][] = [
    ['CountinghouseBacklogOverdue', ofBacklog({ due: 1, overdueSeconds: 200 })],
    ['CountinghouseSignatureFailures', ofHour({ refused: { wrong_secret: 6 } })],
    ['CountinghouseWebhookSuccessLow', ofQuarter({ answers: { 200: 96, 503: 4 } })],
    ['CountinghouseDuplicates', ofHour({ received: 85, redelivered: 15 })],
  ];
  for (const [alert, observed] of between)
    expect([alert, measure(alert, observed)]).toMatchObject([alert, { fires: false, isClear: false }]);
  const calm: [AlertName, Observed][] = [
    ['CountinghouseBacklogOverdue', ofBacklog({ due: 1, overdueSeconds: 60 })],
    ['CountinghouseSignatureFailures', ofHour({ refused: { wrong_secret: 5 } })],
    ['CountinghouseWebhookSuccessLow', ofQuarter({ answers: { 200: 98, 503: 2 } })],
    ['CountinghouseDuplicates', ofHour({ received: 90, redelivered: 10 })],
  ];
  for (const [alert, observed] of calm)
    expect([alert, measure(alert, observed)]).toMatchObject([alert, { isClear: true }]);
});

it('the operator is written to about four things, two of them in two ways', () => {
  expect(ALERT_NAMES.filter((alert) => ALERT_RULES[alert].isTold)).toEqual([
    'CountinghouseBacklogOverdue',
    'CountinghouseDeadEvents',
    'CountinghouseWebhooksSilent',
    'CountinghouseSignatureFailures',
    'CountinghouseBacklogOld',
    'CountinghouseDeadOutbox',
  ]);
});
