import { ThrottlerStorageRedisService } from '@nest-lab/throttler-storage-redis';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ThrottlerStorageService, type ThrottlerStorage } from '@nestjs/throttler';
import { Redis } from 'ioredis';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../common/describe-error.js';
import { LogThrottle } from '../common/log-throttle.js';
import { redisOptions } from '../common/redis-options.js';
import { ENV, type Env } from '../config/env.js';
import { DatabaseIdentity } from '../database/database-identity.js';

/** Milliseconds for an answer of Redis. */
const TIMEOUT = 250;
/** Milliseconds that a Redis without an answer is not asked again: one request a second waits for it, not each. */
const PAUSE = 1_000;

type Count = ReturnType<ThrottlerStorage['increment']>;

/**
 * Counts in Redis, for all processes of one database together. While Redis does not answer, and without one, each process
 * counts alone.
 */
@Injectable()
export class RateLimitStorage implements ThrottlerStorage, OnApplicationShutdown {
  private readonly here = new ThrottlerStorageService();
  private readonly redis: Redis | null;
  private readonly shared: ThrottlerStorageRedisService | null;
  private readonly failures = new LogThrottle(1, 60_000);
  private pausedUntil = 0;

  constructor(
    @Inject(ENV) { REDIS_URL: url }: Env,
    database: DatabaseIdentity,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(RateLimitStorage.name);
    this.redis = url === undefined ? null : connection(url, database);
    this.redis?.on('error', (error: unknown) => this.note(error));
    this.shared = this.redis && new ThrottlerStorageRedisService(this.redis);
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
    this.here.onApplicationShutdown();
  }

  async increment(...request: Parameters<ThrottlerStorage['increment']>): Count {
    if (this.shared && performance.now() >= this.pausedUntil) {
      try {
        return await this.shared.increment(...request);
      } catch (error) {
        this.pausedUntil = performance.now() + PAUSE;
        this.note(error);
      }
    }
    return this.here.increment(...request);
  }

  private note(error: unknown): void {
    const suppressed = this.failures.admit('redis');
    if (suppressed !== null) {
      this.logger.warn({ reason: describeError(error), suppressed }, 'each process limits its callers alone');
    }
  }
}

const connection = (url: string, { prefix }: DatabaseIdentity): Redis =>
  new Redis({
    ...redisOptions(url),
    keyPrefix: `${prefix}:limits:`,
    connectTimeout: 5_000,
    commandTimeout: TIMEOUT,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
  });
