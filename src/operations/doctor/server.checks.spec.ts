import { durationText } from '../figures.js';
import { clockFinding } from './clock.check.js';
import { connectionsFinding, migrationsFinding, versionFinding } from './database.checks.js';
import { judgeRedis } from './redis.checks.js';

const facts = {
  name: 'countinghouse',
  version: '16.4',
  versionNumber: 160_004,
  maxConnections: 100,
  reserved: 3,
  connections: 12,
  clockSkew: 0,
};

it('PostgreSQL 14 and later', () => {
  expect(versionFinding(facts)).toMatchObject({ level: 'ok', message: 'PostgreSQL 16.4' });
  expect(versionFinding({ ...facts, versionNumber: 130_015 }).level).toBe('fail');
});

it.each([
  [10, false, 12, 'ok', 'room for 9 processes'],
  [60, false, 12, 'warn', 'room for 1 processes'],
  [60, true, 12, 'ok', 'behind a pooler'],
  [10, false, 90, 'fail', '90 of 97 connections are open'],
])('a pool of %d, pooler %s, %d open: %s', (poolSize, isPooled, connections, level, text) => {
  const finding = connectionsFinding({ ...facts, connections }, poolSize, isPooled);
  expect(finding).toMatchObject({ level, message: expect.stringContaining(text) as string });
});

it('names migrations that are pending, and those of a newer build', () => {
  class One1 {
    up = () => Promise.resolve();
    down = () => Promise.resolve();
  }
  class Two2 extends One1 {}
  expect(migrationsFinding(['One1', 'Two2'], [One1, Two2]).level).toBe('ok');
  expect(migrationsFinding(['One1'], [One1, Two2])).toMatchObject({ level: 'fail', message: '1 pending: Two2' });
  expect(migrationsFinding(['One1', 'Three3'], [One1])).toMatchObject({ level: 'warn' });
});

it.each([
  [0.8, 'ok', 'within 5 s'],
  [-30, 'warn', '30 s ahead of'],
  [400, 'fail', '400 s behind'],
])('a clock that is %d s ahead of ours: %s', (seconds, level, text) => {
  expect(clockFinding('clock.database', seconds)).toMatchObject({
    level,
    message: expect.stringContaining(text) as string,
  });
});

const info = (fields: Readonly<Record<string, string | number>>): string =>
  ['# Server', ...Object.entries(fields).map(([name, value]) => `${name}:${value}`)].join('\r\n');
const good = {
  redis_version: '7.2.4',
  maxmemory: 0,
  maxmemory_policy: 'noeviction',
  aof_enabled: 0,
  rdb_last_bgsave_status: 'ok',
};

it.each([
  [{}, ['ok', 'ok', 'ok']],
  [{ redis_version: '6.2.0' }, ['ok', 'ok', 'ok']],
  [{ redis_version: '6.0.16' }, ['warn', 'ok', 'ok']],
  [{ maxmemory_policy: 'allkeys-lru' }, ['ok', 'warn', 'ok']],
  [{ maxmemory_policy: 'volatile-ttl', maxmemory: 1_000_000 }, ['ok', 'fail', 'ok']],
  [{ maxmemory_policy: '' }, ['ok', 'warn', 'ok']],
  [{ rdb_last_bgsave_status: 'err' }, ['ok', 'ok', 'fail']],
  [{ aof_enabled: 1, aof_last_write_status: 'err' }, ['ok', 'ok', 'fail']],
])('Redis that says %j', (change, levels) => {
  const findings = judgeRedis(info({ ...good, ...change }));
  expect(findings.map(({ code }) => code)).toEqual(['redis.version', 'redis.policy', 'redis.persistence']);
  expect(findings.map(({ level }) => level)).toEqual(levels);
});

it.each([
  [0, '0 s'],
  [119, '119 s'],
  [120, '2 min'],
  [7_199, '119 min'],
  [7_200, '2 h'],
  [172_800, '2 d'],
])('%d s are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
