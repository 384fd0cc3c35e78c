import type { Generator, Target } from '../load/generator.js';
import type { Posted } from '../load/orders.js';
import { countOf } from '../load/refusals.js';
import type { Run } from '../results/run.js';
import type { Postgres } from '../servers/postgres.js';
import type { Contender } from './contender.js';
import type { Reading } from './gauge.js';
import type { ProcessUnderLoad } from './process-under-load.js';
import type { Store } from './store.js';

const PATH = '/webhooks/stripe';

interface Parts {
  /** The first takes webhooks. */
  readonly processes: readonly [ProcessUnderLoad, ...ProcessUnderLoad[]];
  /** None: it keeps nothing. */
  readonly store: Store | undefined;
  /** Whether somebody works the events off. */
  readonly settles: boolean;
}

/** Seconds after the last answer within which all effects must be committed. */
const PATIENCE = 600;

/** What one run was, as far as the generator tells, and all of it. */
export interface PostedRun {
  readonly run: Run;
  readonly posted: Posted;
}

/** One or more processes that take webhooks, with a database of their own. */
export class WebContender implements Contender {
  constructor(
    readonly name: string,
    private readonly parts: Parts,
    private readonly generator: Generator,
    private readonly postgres: Postgres,
  ) {}

  get store(): Store | undefined {
    return this.parts.store;
  }

  target(connections: number): Target {
    return { port: this.parts.processes[0].port, path: PATH, connections };
  }

  async run(connections: number): Promise<Run> {
    const { run, posted } = await this.post(connections);
    if (countOf(posted.refusals) > 0)
      throw new Error(`${this.name} refused events: ${JSON.stringify(posted.refusals)} by status`);
    return run;
  }

  /**
   * Posts the generator's events, those that were refused for a moment again, and waits until the effects of each are
   * committed.
   *
   * @throws {Error} when one was not accepted in the end, is not in the database, or died.
   */
  async post(connections: number): Promise<PostedRun> {
    const mark = await this.store?.mark();
    const before = await this.readings('look');
    const databaseBefore = await this.postgres.cpu();
    const posted = await this.generator.post(this.target(connections));
    const answered = performance.now();
    const isSettled = !this.parts.settles || (await this.store?.settled(PATIENCE)) !== false;
    const settledSeconds = posted.seconds + (performance.now() - answered) / 1000;
    const databaseAfter = await this.postgres.cpu();
    const after = await this.readings('collect');
    const outcome = await this.store?.outcome(mark ?? '');
    const { events } = posted;
    const stored = outcome?.rows ?? events;
    if (posted.unanswered > 0 || stored !== events || !isSettled || (outcome?.dead ?? 0) > 0) {
      throw new Error(
        `${this.name} lost events: of ${events}, ${posted.unanswered} were refused for good, ${stored} are in the ` +
          `database, ${isSettled ? 'all' : 'not all'} of them settled, ${outcome?.dead} dead`,
      );
    }
    const run: Run = {
      accepted: events / posted.seconds,
      settled: this.parts.settles ? events / settledSeconds : Number.NaN,
      p50: posted.p50,
      p99: posted.p99,
      p999: posted.p999,
      rereads: outcome ? (outcome.rereads / events) * 1000 : Number.NaN,
      appCpu: (sum(after, ({ cpu }) => cpu) - sum(before, ({ cpu }) => cpu)) / events,
      databaseCpu: outcome ? (databaseAfter - databaseBefore) / events : Number.NaN,
      rssPeak: sum(after, ({ peakRss }) => peakRss),
      heapAlive: sum(after, ({ heap }) => heap),
    };
    return { run, posted };
  }

  async empty(): Promise<void> {
    await this.store?.empty();
  }

  readings(how: 'look' | 'collect'): Promise<Reading[]> {
    return Promise.all(this.parts.processes.map((one) => one.reading(how)));
  }

  async stop(): Promise<void> {
    await this.store?.stop();
    await Promise.all(this.parts.processes.map((one) => one.stop()));
  }
}

const sum = (readings: readonly Reading[], of: (reading: Reading) => number): number =>
  readings.reduce((total, reading) => total + of(reading), 0);
