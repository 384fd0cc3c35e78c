import { join } from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { randomBytes } from 'node:crypto';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { startRedis, type RedisServer } from '../test/support/redis.js';
import { Front } from './front.js';
import { Load } from './load.js';
import { Member } from './member.js';
import { Postgres } from './postgres.js';
import { Receiver } from './receiver.js';
import { settingsOf } from './settings.js';

/** Everything that a run starts: two api processes, two workers, and what they stand on. */
export class World {
  private readonly undo: (() => Promise<unknown>)[] = [];

  readonly apis: Member[] = [];
  readonly workers: Member[] = [];
  postgres: Postgres;
  redis: RedisServer;
  sandbox: StripeSandbox;
  receiver: Receiver;
  front: Front;
  load: Load;
  /** Where each process writes what it has to say. */
  logs: string;
  private readonly secret = `whsec_${randomBytes(24).toString('base64url')}`;

  async start(seed: number): Promise<void> {
    this.logs = await mkdtemp(join(tmpdir(), 'countinghouse-faults-logs-'));
    this.postgres = await Postgres.start();
    this.undo.push(() => this.postgres.stop());
    this.redis = await startRedis();
    this.undo.push(() => this.redis.stop());
    this.sandbox = await StripeSandbox.start({ seed });
    this.undo.push(() => this.sandbox.close());
    this.receiver = await Receiver.start();
    this.undo.push(() => this.receiver.close());
    for (const role of ['api', 'worker'] as const) {
      for (const number of [1, 2]) await this.addMember(`${role}-${number}`, role);
    }
    this.front = await Front.start(this.apis.map(({ port }) => port));
    this.undo.push(() => this.front.close());
    await Promise.all(this.members.map((member) => this.restart(member)));
    await this.postgres.beginAudit();
    this.load = new Load(this.sandbox, seed);
    this.sandbox.deliveries.addEndpoint({ url: `${this.front.url}/webhooks/stripe`, secret: this.secret });
  }

  get members(): readonly Member[] {
    return [...this.apis, ...this.workers];
  }

  /** Starts a process that is not running. */
  restart(member: Member): Promise<void> {
    return member.start({
      ...settingsOf(this, member.name, this.secret),
      DATABASE_URL: this.postgres.urlThrough(member.postgres.port),
      REDIS_URL: `redis://127.0.0.1:${member.redis.port}`,
      SWEEP_INTERVAL_SECONDS: '5',
    });
  }

  /** @param keepLogs when something was wrong. */
  async stop(keepLogs: boolean): Promise<void> {
    this.sandbox?.deliveries.close();
    await Promise.all(this.members.map((member) => member.close()));
    for (const end of this.undo.splice(0).toReversed()) await end();
    if (this.logs && !keepLogs) await rm(this.logs, { recursive: true, force: true });
  }

  private async addMember(name: string, role: 'api' | 'worker'): Promise<void> {
    const ways = { postgres: () => this.postgres.port, redis: () => this.redis.port };
    const member = await Member.prepare(name, role, ways, join(this.logs, `${name}.log`));
    (role === 'api' ? this.apis : this.workers).push(member);
  }
}
