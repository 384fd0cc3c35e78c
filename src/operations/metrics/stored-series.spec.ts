import { STORED_SERIES } from './stored-series.js';
import type { StoredState } from './stored-state.repository.js';

const EMPTY: StoredState = {
  backlog: undefined,
  outbox: [],
  reconcile: [],
  gaps: undefined,
  verify: undefined,
  verifiedAt: null,
  retention: undefined,
  erasing: undefined,
};

const samplesOf = (name: string, state: Partial<StoredState>) =>
  STORED_SERIES.find((series) => series.name === `countinghouse_${name}`)
    ?.samples({ ...EMPTY, ...state })
    .filter(({ value }) => typeof value === 'number');

const run = {
  finishedAt: new Date('2026-01-02T03:04:05.500Z'),
  sample: 20,
  scheduled: true,
  checked: 90,
  different: 7,
  gone: 2,
  failed: 1,
  refused: 0,
  repaired: 4,
  open: 0,
};

describe('what is read from the database', () => {
  it('has no value before anything was compared, reconciled or written', () => {
    for (const { name, samples } of STORED_SERIES) {
      expect([name, samples(EMPTY).filter(({ value }) => typeof value === 'number')]).toEqual([name, []]);
    }
  });

  it('counts as different what is not known to be right, whatever the last run has seen', () => {
    expect(samplesOf('verify_differences', { verify: { ...run, open: 5 } })).toEqual([{ value: 5 }]);
    expect(samplesOf('verify_last_run_timestamp_seconds', { verifiedAt: run.finishedAt })).toEqual([
      { value: 1_767_323_045.5 },
    ]);
    expect(samplesOf('verify_objects', { verify: run })).toContainEqual({ labels: { result: 'failed' }, value: 1 });
  });

  it('has no time of a run that never was', () => {
    const own = {
      accounts: 'own',
      lastRunAt: null,
      checkpointSeconds: 40,
      failing: 1,
      failingSeconds: 9,
      silent: 0,
    } as const;
    const state = { reconcile: [own, { ...own, accounts: 'connected', lastRunAt: 3 } as const] };
    expect(samplesOf('reconcile_last_run_timestamp_seconds', state)).toEqual([
      { labels: { accounts: 'connected' }, value: 3 },
    ]);
    expect(samplesOf('reconcile_failing_accounts', state)).toHaveLength(2);
  });

  it('tells what the last run removed, and which steps it left', () => {
    const removed = { payloadMonths: 1, payloads: 2, events: 3, outboxEntries: 4, runs: 5, reencrypted: 6 };
    const retention = { finishedAt: run.finishedAt, removed, leftOver: ['events'] };
    expect(samplesOf('retention_removed', { retention })).toContainEqual({
      labels: { what: 'payload_months' },
      value: 1,
    });
    expect(samplesOf('retention_removed', { retention })).toHaveLength(6);
    expect(samplesOf('retention_left_over', { retention })).toEqual([{ value: 1 }]);
    expect(samplesOf('erasures_unfinished', { erasing: 2 })).toEqual([{ value: 2 }]);
  });

  it('names so many topics of the outbox and no more', () => {
    const outbox = Array.from({ length: 80 }, (_, n) => ({
      topic: `made-up-${n}`,
      status: n % 2 === 0 ? ('pending' as const) : ('dead' as const),
      entries: 2,
      oldestSeconds: n,
    }));
    const entries = samplesOf('outbox_entries', { outbox }) ?? [];
    expect(entries.length).toBe(32);
    expect(entries.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(160);
    expect(entries).toContainEqual({ labels: { topic: 'other', status: 'dead' }, value: 50 });
    expect(samplesOf('outbox_oldest_seconds', { outbox })).toContainEqual({ labels: { topic: 'other' }, value: 78 });
  });
});
