import { jest } from '@jest/globals';
import { NOTHING, type Entitlements } from './entitlements.js';
import { TIME_TO_LIVE } from './entitlement.cache.js';
import { MemoryEntitlementCache } from './memory.entitlement-cache.js';

const key = { account: '', id: 't' };
const state = (version: number): Entitlements => ({ ...NOTHING, features: [`v${version}`], version });
let now = 0;
let cache: MemoryEntitlementCache;

beforeEach(() => {
  now = 1_000;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  cache = new MemoryEntitlementCache();
});
afterEach(() => jest.restoreAllMocks());

const version = async (of = key) => (await cache.get(of))?.version;

it('shows what was put, for its time', async () => {
  cache.put(key, state(3));
  expect(await cache.get(key)).toEqual(state(3));
  now += TIME_TO_LIVE - 1;
  expect(await version()).toBe(3);
  now += 1;
  expect(await version()).toBeUndefined();
});

it('to look does not make it last longer', async () => {
  cache.put(key, state(3));
  for (let i = 0; i < 10; i += 1) {
    now += TIME_TO_LIVE / 10;
    await cache.get(key);
  }
  expect(await version()).toBeUndefined();
});

it('an older state never takes the place of a newer', async () => {
  cache.put(key, state(3));
  cache.put(key, state(2));
  expect(await version()).toBe(3);
  cache.put(key, state(4));
  expect(await version()).toBe(4);
});

it('what is outdated is not shown, and whoever read it before cannot put it back', async () => {
  cache.put(key, state(3));
  cache.outdate(key, 4);
  expect(await version()).toBeUndefined();
  cache.put(key, state(3));
  expect(await version()).toBeUndefined();
  cache.put(key, state(4));
  expect(await version()).toBe(4);
});

it('a reader who was faster than the word that it is outdated keeps what it read', async () => {
  cache.put(key, state(4));
  cache.outdate(key, 4);
  cache.outdate(key, 3);
  expect(await version()).toBe(4);
});

it('accounts and tenants are apart', async () => {
  cache.put(key, state(1));
  expect(await version({ account: 'acct_1', id: 't' })).toBeUndefined();
  cache.outdate({ account: '', id: 'other' }, 9);
  expect(await version()).toBe(1);
});

it('holds 10,000, and lets go of the one that was asked for longest ago', async () => {
  for (let i = 0; i < 10_000; i += 1) cache.put({ account: '', id: `t${i}` }, state(1));
  await cache.get({ account: '', id: 't0' });
  cache.put(key, state(1));
  expect(await version({ account: '', id: 't0' })).toBe(1);
  expect(await version({ account: '', id: 't1' })).toBeUndefined();
  expect(await version({ account: '', id: 't2' })).toBe(1);
});
