import { startRedis } from '../test/support/redis.js';
import type { Contender } from './contenders/contender.js';
import { Generator } from './load/generator.js';
import { Postgres } from './servers/postgres.js';

type End = () => Promise<void> | void;

/** What every question stands on: the servers, the process that makes the load, and the way out. */
export class Stage {
  private redisUrl: Promise<string> | undefined;

  private constructor(
    readonly postgres: Postgres,
    readonly generator: Generator,
    /** In the order in which they were begun. */
    private readonly ends: End[],
  ) {}

  /** DATABASE_URL names a server; without it, one is started. @param ends is filled as soon as something has begun. */
  static async set(ends: End[]): Promise<Stage> {
    const postgres = await Postgres.start(process.env['DATABASE_URL']);
    ends.push(() => postgres.stop());
    const generator = await Generator.start();
    ends.push(() => generator.stop());
    return new Stage(postgres, generator, ends);
  }

  /** REDIS_URL's, or one that is started when it is first asked for. Resolves with its URL. */
  redis(): Promise<string> {
    const given = process.env['REDIS_URL'];
    if (given) return Promise.resolve(given);
    this.redisUrl ??= startRedis().then((redis) => {
      this.ends.push(() => redis.stop());
      return redis.url;
    });
    return this.redisUrl;
  }

  /** Ends with the stage. */
  with<Kind extends Contender>(contender: Kind): Kind {
    this.ends.push(() => contender.stop());
    return contender;
  }

  say(line: string): void {
    process.stdout.write(`${line}\n`);
  }
}
