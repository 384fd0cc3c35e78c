import type { Server } from 'node:http';
import { createApi } from './api/server.js';
import type { Clock } from './clock.js';
import { Deliveries } from './delivery/deliveries.js';
import { DEFAULT_START, Engine } from './engine/engine.js';
import type { SandboxState } from './engine/state.js';
import { Faults } from './faults/faults.js';
import { NEWEST_API_VERSION, type SandboxEvent } from './objects/event.js';
import { Random } from './random.js';

export interface SandboxOptions {
  /** Everything the sandbox makes up comes from it: the same seed and calls give the same ids, events and plans. */
  seed?: string | number;
  /** 0, the default, takes a free one. */
  port?: number;
  /** Seconds since 1970, UTC; 2026-11-02 if not given, or the machine's time with `realTime`. */
  startAt?: number;
  /** Let the clock follow the machine's. */
  realTime?: boolean;
  /** The account's default version: for endpoints without one and for requests without `Stripe-Version`. */
  apiVersion?: string;
  /** The account's id. */
  account?: string;
}

/** How often a clock that follows real time looks for what is due, in milliseconds. */
const REAL_TIME_POLL_MS = 250;

/**
 * A stateful stand-in for Stripe: its API on 127.0.0.1 and its webhooks.
 *
 * ```ts
 * const sandbox = await StripeSandbox.start({ seed: 7 });
 * sandbox.deliveries.addEndpoint({ url: 'http://127.0.0.1:3000/webhooks/stripe', secret: 'whsec_test' });
 * sandbox.engine.customers.create({ email: 'jenny@example.com' });
 * await sandbox.deliveries.settled();
 * await sandbox.close();
 * ```
 */
export class StripeSandbox {
  readonly apiKey: string;
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    readonly engine: Engine,
    readonly deliveries: Deliveries,
    /** What goes wrong with the API. */
    readonly faults: Faults,
    private readonly server: Server,
    seed: string | number,
  ) {
    this.apiKey = `sk_test_sandbox${new Random(`key ${seed}`).alphanumeric(24)}`;
  }

  static async start(options: SandboxOptions = {}): Promise<StripeSandbox> {
    const { seed = 1, realTime = false, apiVersion = NEWEST_API_VERSION } = options;
    const startAt = options.startAt ?? (realTime ? Math.floor(Date.now() / 1000) : DEFAULT_START);
    const engine = new Engine({ seed, startAt, realTime, ...(options.account && { account: options.account }) });
    const deliveries = new Deliveries(engine, apiVersion, new Random(`endpoints ${seed}`));
    deliveries.setHostility({ seed });
    const faults = new Faults(seed);
    const server = createApi({ engine, deliveries, faults, apiVersion });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    const sandbox = new StripeSandbox(engine, deliveries, faults, server, seed);
    engine.pages.serveAt(sandbox.url);
    if (realTime) sandbox.followTime();
    return sandbox;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get port(): number {
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('The sandbox is closed.');
    return address.port;
  }

  get accountId(): string {
    return this.engine.accountId;
  }

  get clock(): Clock {
    return this.engine.clock;
  }

  /** All events generated so far, those of connected accounts among them, in order, in the newest shape. */
  get events(): readonly SandboxEvent[] {
    return this.engine.record.events;
  }

  /** The truth per collection, newest shape. */
  state(): SandboxState {
    return this.engine.state();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.deliveries.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private followTime(): void {
    this.timer = setInterval(() => this.engine.runDue(), REAL_TIME_POLL_MS);
    this.timer.unref();
  }
}
