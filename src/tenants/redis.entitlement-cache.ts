import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { PinoLogger } from 'nestjs-pino';
import { z } from 'zod';
import { describeError } from '../common/describe-error.js';
import { LogThrottle } from '../common/log-throttle.js';
import { redisOptions } from '../common/redis-options.js';
import { ENV, type Env } from '../config/env.js';
import { DatabaseIdentity } from '../database/database-identity.js';
import type { DerivedKey } from '../database/event-context.js';
import { EntitlementCache, TIME_TO_LIVE } from './entitlement.cache.js';
import type { Entitlements } from './entitlements.js';

/** Milliseconds for an answer: a read of the row takes less than waiting longer would. */
const TIMEOUT = 250;

/** The version, and what was read with it; `null`: whoever asks has to read the row. */
const entrySchema = z.tuple([
  z.number(),
  z
    .object({
      plan: z.string().nullable(),
      status: z.string().nullable(),
      currentPeriodEnd: z.string().nullable(),
      features: z.array(z.string()),
      limits: z.record(z.string(), z.union([z.number(), z.literal('unlimited')])),
      entitledBy: z.enum(['stripe', 'plan']).nullable(),
      version: z.number(),
    })
    .nullable(),
]);

/** Redis runs a script as one step, so nobody comes between the look and the write. */
const KEEP = `
  local stored = redis.call('GET', KEYS[1])
  if stored then
    local kept = cjson.decode(stored)[1]
    if kept > tonumber(ARGV[1]) or (kept == tonumber(ARGV[1]) and ARGV[2] == 'null') then return 0 end
  end
  redis.call('SET', KEYS[1], '[' .. ARGV[1] .. ',' .. ARGV[2] .. ']', 'PX', ARGV[3])
  return 1`;

/** In Redis, for all processes: what one outdates, none shows any more. Without an answer, everybody reads the rows. */
@Injectable()
export class RedisEntitlementCache extends EntitlementCache implements OnApplicationShutdown {
  private readonly redis: Redis;
  private readonly failures = new LogThrottle(1, 60_000);

  constructor(
    @Inject(ENV) env: Env,
    private readonly database: DatabaseIdentity,
    private readonly logger: PinoLogger,
  ) {
    super();
    logger.setContext(RedisEntitlementCache.name);
    this.redis = new Redis({
      ...redisOptions(env.REDIS_URL ?? ''),
      connectTimeout: 5_000,
      commandTimeout: TIMEOUT,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
    });
    this.redis.on('error', (error: unknown) => this.note(error));
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }

  async get(key: DerivedKey): Promise<Entitlements | undefined> {
    try {
      const stored = await this.redis.get(this.nameOf(key));
      const entry = stored === null ? null : entrySchema.safeParse(JSON.parse(stored));
      return entry?.data?.[1] ?? undefined;
    } catch (error) {
      this.note(error);
      return undefined;
    }
  }

  put(key: DerivedKey, entitlements: Entitlements): void {
    this.keep(key, entitlements.version, entitlements);
  }

  outdate(key: DerivedKey, version: number): void {
    this.keep(key, version, null);
  }

  private keep(key: DerivedKey, version: number, entitlements: Entitlements | null): void {
    this.redis
      .eval(KEEP, 1, this.nameOf(key), version, JSON.stringify(entitlements), TIME_TO_LIVE)
      .catch((error: unknown) => this.note(error));
  }

  private nameOf({ account, id }: DerivedKey): string {
    return `${this.database.prefix}:entitlements:${account}/${id}`;
  }

  private note(error: unknown): void {
    const suppressed = this.failures.admit('redis');
    if (suppressed !== null)
      this.logger.warn({ reason: describeError(error), suppressed }, 'entitlements are not cached');
  }
}
