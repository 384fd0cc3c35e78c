import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../../common/describe-error.js';
import { LogThrottle } from '../../common/log-throttle.js';
import { redisOptions } from '../../common/redis-options.js';
import { ENV, type Env } from '../../config/env.js';
import { CatalogNews } from './catalog-news.js';

/** Channels are shared by all databases of a Redis server: a stranger's news costs a read of the rows. */
const CHANNEL = 'countinghouse:catalog';

/** Among all processes, by a channel of Redis. What is told while it is away is lost; whoever comes back has missed news. */
@Injectable()
export class RedisCatalogNews extends CatalogNews implements OnApplicationShutdown {
  private readonly speaker: Redis;
  private readonly ear: Redis;
  private readonly failures = new LogThrottle(1, 60_000);

  constructor(
    @Inject(ENV) env: Env,
    private readonly logger: PinoLogger,
  ) {
    super();
    logger.setContext(RedisCatalogNews.name);
    const options = { ...redisOptions(env.REDIS_URL ?? ''), connectTimeout: 5_000 };
    this.speaker = new Redis({ ...options, maxRetriesPerRequest: 0, enableOfflineQueue: false });
    // Silence is what it mostly hears: no time-out, but a sign of life from the system each 10 s.
    this.ear = new Redis({ ...options, socketTimeout: undefined, keepAlive: 10_000, maxRetriesPerRequest: null });
    for (const redis of [this.speaker, this.ear]) redis.on('error', (error: unknown) => this.note(error));
    this.ear.on('ready', () => this.spread(null));
    this.ear.on('message', (_channel: string, account: string) => this.spread(account));
    this.ear.subscribe(CHANNEL).catch((error: unknown) => this.note(error));
  }

  /** This process is told without Redis too. */
  tell(account: string): void {
    this.spread(account);
    this.speaker.publish(CHANNEL, account).catch((error: unknown) => this.note(error));
  }

  onApplicationShutdown(): void {
    this.speaker.disconnect();
    this.ear.disconnect();
  }

  private note(error: unknown): void {
    const suppressed = this.failures.admit('redis');
    if (suppressed !== null)
      this.logger.warn({ reason: describeError(error), suppressed }, 'news of the catalogue is not told');
  }
}
