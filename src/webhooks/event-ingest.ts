import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { describeError } from '../common/describe-error.js';
import { NotDurableError, OverloadedError } from '../common/errors.js';
import { ENV, livemodeOf, type Env } from '../config/env.js';
import { errorCode } from '../database/error-code.js';
import { activeTraceparent, inSpan, isTracing, traceIdOf } from '../tracing/spans.js';
import { EventLogRepository } from './event-log.repository.js';
import { EventMetrics } from './event.metrics.js';
import { EventQueue } from './event-queue.js';
import { GroupCommit } from './group-commit.js';
import { IngestLoad } from './ingest-load.js';
import { inCommit, ingestSpan } from './ingest-spans.js';
import type { ReceivedEvent } from './received-event.js';
import { RecentEvents } from './recent-events.js';

/** Milliseconds from the verified request to its answer. Stripe waits longer; Checkout holds the customer for 10 s. */
const DEADLINE = 5_000;

/** Commits events to the log before anybody is told that they were received, and wakes the queue afterwards. */
@Injectable()
export class EventIngest {
  /** Since the start of this process: events, those of the other mode among them, and deliveries of events already there. */
  readonly counts = { received: 0, otherMode: 0, receivedAgain: 0 };
  private readonly livemode: boolean | undefined;
  private readonly commits: GroupCommit<ReceivedEvent>;

  constructor(
    @Inject(ENV) env: Env,
    private readonly log: EventLogRepository,
    private readonly recent: RecentEvents,
    private readonly load: IngestLoad,
    private readonly queue: EventQueue,
    private readonly metrics: EventMetrics,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(EventIngest.name);
    this.livemode = livemodeOf(env);
    this.commits = new GroupCommit<ReceivedEvent>({
      keyOf: ({ id }) => id,
      commit: (events, submitted) => inCommit(events, () => this.commit(events, submitted)),
      isItemsFault: (error) => /^2[23]/.test(errorCode(error) ?? ''),
      lanes: 2,
      enough: 16,
      patience: 50,
      most: 64,
      capacity: 4_096,
    });
  }

  /**
   * Resolves when the event is in PostgreSQL, now or from an earlier delivery.
   *
   * @throws {NotDurableError} {@link OverloadedError} when that cannot be said: Stripe has to send it again.
   */
  accept(event: ReceivedEvent): Promise<void> {
    if (!isTracing()) return this.keep(event);
    return inSpan('ingest', ingestSpan(event), () => this.keep({ ...event, traceparent: activeTraceparent() }));
  }

  private async keep(event: ReceivedEvent): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new NotDurableError(`not committed within ${DEADLINE} ms`)), DEADLINE);
    });
    try {
      await this.load.during(Promise.race([this.commits.submit(event), late]));
    } catch (error) {
      if (error instanceof NotDurableError || error instanceof OverloadedError) throw error;
      throw new NotDurableError(describeError(error), { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param submitted deliveries: more than events, when some came twice at once. */
  private async commit(events: readonly ReceivedEvent[], submitted: number): Promise<void> {
    const fresh = await this.log.insert(events, 'webhook');
    this.counts.received += fresh.size;
    this.counts.receivedAgain += submitted - fresh.size;
    this.metrics.redelivered(submitted - fresh.size);
    for (const event of events) {
      const { id, type, objectKey, account, created } = event;
      if (fresh.has(id) && !fresh.reduced.has(id)) this.recent.keep(event);
      if (fresh.has(id)) this.metrics.received(type, 'webhook');
      if (fresh.has(id) && this.livemode !== undefined && event.livemode !== this.livemode) this.counts.otherMode += 1;
      const lagMs = Date.now() - created * 1000;
      if (fresh.has(id)) this.metrics.lagged(lagMs);
      const trace_id = traceIdOf(event.traceparent);
      const line = { event: id, type, object: objectKey, account: account || undefined, lagMs, trace_id };
      this.logger.info(line, fresh.has(id) ? 'event received' : 'event received again');
    }
    if (fresh.size > 0) this.queue.wake();
  }
}
