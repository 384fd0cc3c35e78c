import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Member } from '../faults/member.js';
import { Postgres } from '../faults/postgres.js';
import { Proxy } from '../faults/proxy.js';
import { Receiver } from '../faults/receiver.js';
import type { Endpoint } from '../sandbox/delivery/endpoint.js';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { loadEnv } from '../src/config/env.js';
import { ownHandledTypes } from '../src/operations/cli/application.js';
import { PINNED_API_VERSION } from '../src/stripe/pinned-version.js';
import { MailServer } from '../test/support/mail-server.js';
import { startRedis, type RedisServer } from '../test/support/redis.js';
import { ConsoleApi } from './console-api.js';
import { Observer } from './observer.js';
import { newSecret, settingsOf } from './settings.js';
import { Shop } from './shop.js';
import { StageTime } from './stage-time.js';
import { StripeNow } from './stripe-now.js';

/** The built backend, one process of role api and one of role worker, and all that they stand on. */
export class Stage {
  private readonly undo: (() => Promise<unknown>)[] = [];
  private settings: Record<string, string>;

  postgres: Postgres;
  redis: RedisServer;
  sandbox: StripeSandbox;
  /** What doctor asks instead of the sandbox. */
  stripeNow: StripeNow;
  mail: MailServer;
  receiver: Receiver;
  api: Member;
  worker: Member;
  /** From Stripe to the api: the internet, a proxy, a firewall. */
  road: Proxy;
  endpoint: Endpoint;
  console: ConsoleApi;
  observer: Observer;
  shop: Shop;
  time: StageTime;
  /** Where each process writes what it has to say. */
  logs: string;

  async start(): Promise<void> {
    this.logs = await mkdtemp(join(tmpdir(), 'countinghouse-drill-logs-'));
    await this.startWhatItStandsOn();
    for (const role of ['api', 'worker'] as const) this[role] = await this.prepare(role);
    this.road = await Proxy.start(() => this.api.port);
    this.undo.push(() => this.road.close());
    this.settings = settingsOf({
      stripe: { key: this.sandbox.apiKey, url: this.sandbox.url },
      secret: newSecret(),
      publicUrl: `http://127.0.0.1:${this.road.port}`,
      mailUrl: this.mail.url,
      webhookUrl: this.receiver.urlFor('operator'),
    });
    this.sandbox.deliveries.setHostility({ timeoutMs: 5_000, retry: { firstMs: 500, maxMs: 1_000 } });
    this.endpoint = this.sandbox.deliveries.addEndpoint({
      url: `${this.settings['PUBLIC_URL']}/webhooks/stripe`,
      secret: this.settings['STRIPE_WEBHOOK_SECRET'],
      enabledEvents: await ownHandledTypes(loadEnv(this.beside)),
      apiVersion: PINNED_API_VERSION,
    });
    await Promise.all([this.begin(this.api), this.begin(this.worker)]);
    this.observer = await Observer.start(this.beside);
    this.undo.push(() => this.observer.close());
    this.console = new ConsoleApi(`http://127.0.0.1:${this.api.port}`, await this.observer.issueKey());
    this.shop = new Shop(this.sandbox);
    this.time = new StageTime(this.postgres, this.sandbox);
  }

  /** Settings of what runs beside the processes: commands, and the observer. */
  get beside(): Record<string, string> {
    return {
      ...this.settings,
      DATABASE_URL: this.postgres.urlThrough(this.postgres.port),
      REDIS_URL: this.redis.url,
    };
  }

  /** The same for the doctor. */
  get doctors(): Record<string, string> {
    return { ...this.beside, STRIPE_API_BASE: this.stripeNow.url };
  }

  /** Starts a process that does not run. @param changes of its settings. */
  begin(member: Member, changes: Readonly<Record<string, string>> = {}): Promise<void> {
    return member.start({
      ...this.settings,
      DATABASE_URL: this.postgres.urlThrough(member.postgres.port),
      REDIS_URL: `redis://127.0.0.1:${member.redis.port}`,
      ...changes,
    });
  }

  /**
   * Ends a process politely and starts it again: it tells what it has counted at the end of each minute, and when it
   * ends. So nobody waits for the minute.
   */
  async renew(member: Member, changes: Readonly<Record<string, string>> = {}): Promise<void> {
    await member.end('SIGTERM');
    await this.begin(member, changes);
  }

  /** @param keepLogs when something was not as it should be. */
  async stop(keepLogs: boolean): Promise<void> {
    this.sandbox?.deliveries.close();
    for (const end of this.undo.splice(0).toReversed()) await end();
    if (this.logs && !keepLogs) await rm(this.logs, { recursive: true, force: true });
  }

  private async startWhatItStandsOn(): Promise<void> {
    this.postgres = await Postgres.start();
    this.undo.push(() => this.postgres.stop());
    this.redis = await startRedis();
    this.undo.push(() => this.redis.stop());
    this.sandbox = await StripeSandbox.start({ seed: 'drill', realTime: true });
    this.undo.push(() => this.sandbox.close());
    this.stripeNow = await StripeNow.start(this.sandbox.url);
    this.undo.push(() => this.stripeNow.close());
    this.mail = await MailServer.start();
    this.undo.push(() => this.mail.down());
    this.receiver = await Receiver.start();
    this.undo.push(() => this.receiver.close());
  }

  private async prepare(role: 'api' | 'worker'): Promise<Member> {
    const ways = { postgres: () => this.postgres.port, redis: () => this.redis.port };
    const member = await Member.prepare(role, role, ways, join(this.logs, `${role}.log`));
    this.undo.push(() => member.close());
    return member;
  }
}
