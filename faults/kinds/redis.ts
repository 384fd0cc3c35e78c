import { setTimeout as delay } from 'node:timers/promises';
import { redisCommand } from '../../test/support/redis-command.js';
import type { Kind } from './kind.js';

/** The queue that wakes the workers, gone, emptied or silent. */
export const REDIS: readonly Kind[] = [
  {
    name: 'Redis stopped, and started',
    heavy: true,
    lasts: [1_000, 5_000],
    async run({ redis }, { ms }) {
      await redis.kill();
      await delay(ms);
      await redis.restart();
    },
  },
  {
    name: 'Redis restarted',
    lasts: [0, 0],
    async run({ redis }) {
      await redis.kill();
      await redis.restart();
    },
  },
  {
    name: 'Redis FLUSHALL',
    heavy: true,
    lasts: [0, 0],
    run: async ({ redis }) => void (await redisCommand(redis.url, 'FLUSHALL')),
  },
  {
    name: 'Redis black-holed',
    heavy: true,
    lasts: [3_000, 10_000],
    async run({ members }, { ms }) {
      for (const { redis } of members) redis.hold();
      await delay(ms);
      for (const { redis } of members) redis.pass();
    },
  },
  {
    name: 'Redis connections half-open',
    heavy: true,
    lasts: [2_000, 6_000],
    async run({ members }, { ms }) {
      for (const { redis } of members) redis.halfOpen();
      await delay(ms);
      for (const { redis } of members) redis.pass();
    },
  },
];
