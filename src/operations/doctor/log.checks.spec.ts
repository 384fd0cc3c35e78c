import { loadEnv } from '../../config/env.js';
import type { StoredState } from '../metrics/stored-state.repository.js';
import { logFindings } from './log.checks.js';

const now = Date.now();
const own = {
  accounts: 'own',
  lastRunAt: now / 1_000 - 60,
  checkpointSeconds: 120,
  failing: 0,
  failingSeconds: 0,
  silent: 0,
} as const;
const backlog = { due: 2, planned: 1, oldestSeconds: 400, overdueSeconds: 1, dead: 0 };
const verify = {
  finishedAt: new Date(now - 3_600_000),
  sample: 20,
  open: 0,
  scheduled: true,
  checked: 100,
  different: 0,
  gone: 0,
  failed: 0,
  refused: 0,
  repaired: 0,
};
const healthy: StoredState = {
  backlog,
  outbox: [],
  reconcile: [own],
  gaps: { late: 0, missed: 0 },
  verify,
  verifiedAt: null,
  retention: undefined,
  erasing: 0,
};

const complaints = (change: Partial<StoredState>): string[] =>
  logFindings({ ...healthy, ...change }, loadEnv({}))
    .filter(({ level }) => level !== 'ok')
    .map(({ level, code }) => `${level} ${code}`);

const ago = (days: number): number => now / 1_000 - days * 86_400;

it.each<[Partial<StoredState>, string[]]>([
  [{}, []],
  [{ verify: undefined }, []],
  [{ backlog: { ...backlog, overdueSeconds: 400 } }, ['warn events.backlog']],
  [{ backlog: { ...backlog, overdueSeconds: 4_000 } }, ['fail events.backlog']],
  [{ backlog: { ...backlog, dead: 1 } }, ['fail events.dead']],
  [{ reconcile: [] }, ['warn events.reconcile']],
  [{ reconcile: [{ ...own, lastRunAt: ago(0.1) }] }, ['warn events.reconcile']],
  [{ reconcile: [{ ...own, lastRunAt: ago(2) }] }, ['fail events.reconcile']],
  [{ reconcile: [{ ...own, lastRunAt: ago(26) }] }, ['fail events.reconcile']],
  [{ reconcile: [{ ...own, silent: 1 }] }, ['fail events.webhooks']],
  [{ verify: { ...verify, open: 3 } }, ['fail events.verify']],
  [{ verify: { ...verify, finishedAt: new Date(now - 4 * 86_400_000) } }, ['warn events.verify']],
])('%j', (change, findings) => {
  expect(complaints(change)).toEqual(findings);
});
