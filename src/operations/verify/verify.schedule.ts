import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PinoLogger } from 'nestjs-pino';
import { SingleRun } from '../../common/single-run.js';
import { ENV, type Env } from '../../config/env.js';
import { StripeGateway } from '../../stripe/stripe.gateway.js';
import { Lease } from '../lease/lease.js';
import { differenceText } from './difference.js';
import { Verifier } from './verifier.js';
import { VerifyRunRepository } from './verify-run.repository.js';
import { VERIFY_LEASE, type VerifyReport } from './verify-run.js';

/** Milliseconds from the start to the first look whether a run is due: from, and by chance so many more. */
const FIRST_LOOK = [300_000, 300_000] as const;
/** Milliseconds between two looks. */
const LOOK = 3_600_000;
/** Seconds between two runs: nightly, and not an hour later each night. */
const INTERVAL = 23 * 3_600;

/** Compares a few objects of each type with Stripe every day, on one machine, and repairs nothing. */
@Injectable()
export class VerifySchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly work = new SingleRun(
    (ending) => this.compare(ending),
    (reason) => this.logger.warn({ reason }, 'verify comes again'),
  );

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly gateway: StripeGateway,
    private readonly scheduler: SchedulerRegistry,
    private readonly lease: Lease,
    private readonly verifier: Verifier,
    private readonly runs: VerifyRunRepository,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(VerifySchedule.name);
  }

  onApplicationBootstrap(): void {
    if (this.env.ROLE === 'api' || this.env.VERIFY_SAMPLE === 0 || !this.gateway.available) return;
    const [earliest, spread] = FIRST_LOOK;
    const first = setTimeout(() => void this.runIfDue(), earliest + Math.random() * spread);
    this.scheduler.addTimeout('verify', first);
    const timer = setInterval(() => void this.runIfDue(), LOOK);
    this.scheduler.addInterval('verify', timer);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.work.end();
  }

  /** Resolves when the run has ended, or somebody else is at it, or none is due. */
  runIfDue(): Promise<void> {
    return this.work.begin();
  }

  private async compare(ending: AbortSignal): Promise<void> {
    if (!(await this.runs.isDue(INTERVAL))) return;
    await this.lease.during(VERIFY_LEASE, (lost) => this.compareSample(AbortSignal.any([lost, ending])));
  }

  private async compareSample(signal: AbortSignal): Promise<object> {
    const startedAt = new Date();
    const sample = this.env.VERIFY_SAMPLE;
    const request = { types: [], account: '', sample, repair: false, repairDeleted: false };
    const result = await this.verifier.run(request, this.report(), signal);
    await this.runs.note({ startedAt, sample, scheduled: true }, result);
    this.logger.info({ sample, ...result }, 'rows were compared with Stripe');
    return result;
  }

  private report(): VerifyReport {
    const say = (line: object): void => this.logger.error(line, 'a row is not what Stripe says: run npm run verify');
    return {
      moves: () => undefined,
      differs: (differences, lastEvent) =>
        say({ differences: differences.map(differenceText), lastEvent: lastEvent?.id }),
      isGone: ({ account, type, id }) => say({ account: account || undefined, type, object: id, gone: true }),
      fails: ({ account, type, id }, reason) =>
        this.logger.warn({ account: account || undefined, type, object: id, reason }, 'an object was not compared'),
      isRefused: ({ account, type }, reason) =>
        this.logger.warn(
          { account: account || undefined, type: type ?? undefined, reason },
          'nothing of it was compared',
        ),
      isRepaired: () => undefined,
    };
  }
}
