import { loadEnv } from '../../config/env.js';
import type { StoredState } from '../metrics/stored-state.repository.js';
import { privacyFindings } from './privacy.checks.js';

const key = (id: string): string => `${id}:${Buffer.alloc(32, id).toString('base64')}`;
const run = {
  removed: { payloadMonths: 0, payloads: 0, events: 0, outboxEntries: 0, runs: 0, reencrypted: 0 },
  leftOver: [],
};
const state: StoredState = {
  backlog: undefined,
  outbox: [],
  reconcile: [],
  gaps: undefined,
  verify: undefined,
  verifiedAt: null,
  erasing: 0,
  retention: { ...run, finishedAt: new Date() },
};
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

it.each([
  ['', [], {}, ['ok', 'ok']],
  ['', [null], { retention: undefined }, ['ok', 'ok']],
  [key('b'), [null, 'b'], {}, ['ok', 'ok']],
  [`${key('b')},${key('a')}`, ['a', 'b'], {}, ['ok', 'ok']],
  [key('b'), ['a', 'b'], {}, ['fail', 'ok']],
  ['', ['a'], {}, ['fail', 'ok']],
  ['', [], { retention: { ...run, finishedAt: daysAgo(4) } }, ['ok', 'warn']],
  ['', [], { retention: { ...run, finishedAt: daysAgo(1), leftOver: ['payloads'] } }, ['ok', 'warn']],
])('keys %s, payloads by %j, %j', (keys, stored, change, levels) => {
  const findings = privacyFindings(
    loadEnv({ PAYLOAD_ENCRYPTION_KEYS: keys }),
    { ...state, ...change },
    { keys: stored, erasures: { customers: 0, oldestSeconds: 0 } },
  );
  expect(findings.map(({ level }) => level)).toEqual([...levels, 'ok']);
  expect(JSON.stringify(findings)).not.toContain(Buffer.alloc(32, 'b').toString('base64'));
});

it.each([
  [{ customers: 0, oldestSeconds: 0 }, 'ok', 'none is under way'],
  [{ customers: 1, oldestSeconds: 86_000 }, 'ok', '1 under way, the oldest for 23 h'],
  [
    { customers: 2, oldestSeconds: 90_000 },
    'fail',
    '2 under way, the oldest for 25 h: what is personal is not gone yet',
  ],
])('erasures: %j', (erasures, level, message) => {
  const findings = privacyFindings(loadEnv({}), state, { keys: [], erasures });
  expect(findings.at(-1)).toMatchObject({ code: 'privacy.erasures', level, message });
});
