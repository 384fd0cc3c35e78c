import type { Contender } from './contenders/contender.js';
import { Generator } from './load/generator.js';
import { Postgres } from './servers/postgres.js';
import { startRedis } from './servers/redis.js';

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
    this.redisUrl ??= startRedis(process.env['REDIS_URL']).then(({ url, stop }) => {
      this.ends.push(stop);
      return url;
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
