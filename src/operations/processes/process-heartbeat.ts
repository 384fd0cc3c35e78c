import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../../common/describe-error.js';
import { inTime } from '../../common/in-time.js';
import { LogThrottle } from '../../common/log-throttle.js';
import { ownVersion } from '../../common/own-version.js';
import { ENV, type Env } from '../../config/env.js';
import { NOTHING, since } from './counted.js';
import { DatabaseClock } from './database-clock.js';
import { MinuteLedger } from './minute-ledger.js';
import { ProcessCounts } from './process-counts.js';
import { ProcessMinutes, type Identity } from './process-minutes.repository.js';
import { SigningSecrets } from './signing-secrets.js';

const MINUTE = 60_000;
/** Milliseconds by which a timer may be early. */
const EARLY = 5;
/** Milliseconds for the database's answer, and for the last one of all. */
const LIMIT = 10_000;
const LAST_LIMIT = 1_000;

/**
 * Tells once a minute, at its end, what this process has counted in it, and so that it lives. A database that is away is
 * told later. It begins when the process listens: a command does not, and is no process of the backend's.
 */
@Injectable()
export class ProcessHeartbeat implements OnModuleInit, BeforeApplicationShutdown {
  private readonly identity: Identity;
  private readonly clock = new DatabaseClock();
  private readonly ledger = new MinuteLedger();
  private readonly complaints = new LogThrottle(1, 600_000);
  private counted = NOTHING;
  /** When the counting began that is not in the ledger yet, by the database's clock. */
  private countedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private begun: Promise<void> | undefined;
  private stopped = false;
  /** A write that is not answered yet. */
  private writing: Promise<void> | undefined;

  constructor(
    @Inject(ENV) { ROLE: role }: Env,
    private readonly adapters: HttpAdapterHost,
    private readonly counts: ProcessCounts,
    private readonly secrets: SigningSecrets,
    private readonly minutes: ProcessMinutes,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(ProcessHeartbeat.name);
    this.identity = { id: randomUUID(), host: hostname(), role, version: ownVersion(), startedAt: new Date() };
  }

  onModuleInit(): void {
    this.adapters.listen$.subscribe(() => {
      this.begun ??= this.begin();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    if (!this.begun) return;
    this.stopped = true;
    await inTime(this.writing, LAST_LIMIT, 'the database').catch(() => undefined);
    await this.beat(LAST_LIMIT);
  }

  /** Counts up to now, and writes what is not written. Never throws: what is not written is carried on. */
  async beat(limit = LIMIT): Promise<void> {
    const counted = await this.counts.read();
    this.ledger.add(this.countedAt, since(this.counted, counted));
    this.counted = counted;
    this.countedAt = this.clock.now();
    if (this.writing) return; // on a connection that may be dead: another one would hang too
    this.writing = this.write().finally(() => (this.writing = undefined));
    try {
      await inTime(this.writing, limit, 'the database');
    } catch (error) {
      const suppressed = this.complaints.admit('database');
      if (suppressed !== null)
        this.logger.warn({ reason: describeError(error), suppressed }, 'what this process counts is told later');
    }
  }

  private async begin(): Promise<void> {
    const asked = performance.now();
    const now = await this.minutes.now().catch(() => null);
    if (now !== null) this.clock.learn(now, asked);
    this.countedAt = this.clock.now();
    await this.beat();
    this.plan();
  }

  private plan(): void {
    if (this.stopped) return;
    const untilTheEnd = MINUTE - (this.clock.now() % MINUTE);
    this.timer = setTimeout(() => void this.beat().then(() => this.plan()), untilTheEnd + EARLY);
    this.timer.unref();
  }

  private async write(): Promise<void> {
    const [minutes, countedAt] = [this.ledger.open(), this.countedAt];
    const [matched, unmatchedFor] = await Promise.all([this.counts.matches(), this.counts.unmatchedFor()]);
    const matches = this.secrets.news(matched, unmatchedFor, this.clock.now());
    const asked = performance.now();
    const now = await this.minutes.report(this.identity, { minutes, matches, stopped: this.stopped });
    this.clock.learn(now, asked);
    this.secrets.wereTold(matched);
    this.ledger.written(minutes, countedAt);
  }
}
