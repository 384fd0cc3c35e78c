import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Member } from '../faults/member.js';
import { Postgres } from '../faults/postgres.js';
import { Receiver } from '../faults/receiver.js';
import { settingsOf } from '../faults/settings.js';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { startRedis, type RedisServer } from '../test/support/redis.js';
import { Balancer, healthOf } from './balancer.js';
import { LEASE_AUDIT } from './lease-audit.sql.js';
import { Load } from './load.js';
import { PgBouncer } from './pgbouncer.js';
import { ShopLife } from './shop-life.js';

/** What is in front and what is behind, as docs/fleet.md has it. */
const APIS = 2;
const WORKERS = 4;
/** PgBouncer's own default. */
const POOL_SIZE = 20;
/** Milliseconds until a process that is live must be ready. */
const READY_LIMIT = 30_000;

/** Everything that a run starts: six processes of the backend, and what they stand on. */
export class Fleet {
  private readonly undo: (() => unknown)[] = [];

  readonly members: Member[] = [];
  postgres: Postgres;
  bouncer: PgBouncer;
  redis: RedisServer;
  sandbox: StripeSandbox;
  receiver: Receiver;
  balancer: Balancer;
  load: Load;
  /** Where each process writes what it has to say, and PgBouncer has its settings. */
  directory: string;
  private readonly secret = `whsec_${randomBytes(24).toString('base64url')}`;

  /** @param rate webhooks a second. */
  async start(seed: number, rate: number): Promise<void> {
    this.directory = await mkdtemp(join(tmpdir(), 'countinghouse-fleet-'));
    await chmod(this.directory, 0o711); // PgBouncer runs as another user when this is root
    this.postgres = await Postgres.start();
    this.undo.push(() => this.postgres.stop());
    const place = { directory: join(this.directory, 'pgbouncer'), upstream: this.direct, poolSize: POOL_SIZE };
    this.bouncer = await PgBouncer.start(place);
    this.undo.push(() => this.bouncer.stop());
    this.redis = await startRedis();
    this.undo.push(() => this.redis.stop());
    this.sandbox = await StripeSandbox.start({ seed });
    this.undo.push(() => this.sandbox.close());
    this.receiver = await Receiver.start();
    this.undo.push(() => this.receiver.close());
    for (let number = 1; number <= APIS; number += 1) await this.add(`api-${number}`, 'api');
    for (let number = 1; number <= WORKERS; number += 1) await this.add(`worker-${number}`, 'worker');
    await Promise.all(this.members.map((member) => this.begin(member)));
    await this.postgres.beginAudit();
    await this.postgres.query(LEASE_AUDIT);
    this.balancer = new Balancer(this.members.filter(({ role }) => role === 'api').map(({ port }) => port));
    this.undo.push(() => this.balancer.close());
    this.load = new Load(new ShopLife(this.sandbox, seed), this.balancer, this.secret, rate);
  }

  /** Starts a process that is not running, and resolves when it is ready for work. */
  async begin(member: Member): Promise<void> {
    await member.start({
      ...settingsOf(this, member.name, this.secret),
      DATABASE_URL: this.bouncer.url,
      MIGRATION_DATABASE_URL: this.direct,
      REDIS_URL: this.redis.url,
    });
    for (const deadline = Date.now() + READY_LIMIT; (await healthOf(member.port)) !== 'ready'; await delay(50)) {
      if (Date.now() > deadline) throw new Error(`${member.name} is not ready:\n${member.tail()}`);
    }
  }

  /** @param keepLogs when something was wrong. */
  async stop(keepLogs: boolean): Promise<void> {
    await Promise.all(this.members.map((member) => member.close()));
    for (const end of this.undo.splice(0).toReversed()) await end();
    if (this.directory && !keepLogs) await rm(this.directory, { recursive: true, force: true });
  }

  /** PostgreSQL past PgBouncer, as the role of the processes. */
  private get direct(): string {
    return this.postgres.urlThrough(this.postgres.port);
  }

  private async add(name: string, role: 'api' | 'worker'): Promise<void> {
    const ways = { postgres: () => this.postgres.port, redis: () => this.redis.port };
    this.members.push(await Member.prepare(name, role, ways, join(this.directory, `${name}.log`)));
  }
}
