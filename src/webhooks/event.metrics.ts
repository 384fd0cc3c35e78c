import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';
import { StripeEventRegistry } from '../stripe/stripe-event.registry.js';
import type { ClaimedEvent } from './due-events.repository.js';
import { ATTEMPTS, type ErrorClass } from './retry-policy.js';
import { verdictWord, type Settlement } from './settlement.js';
import type { EventSource, EventStatus } from './stripe-event-log.entity.js';
import { snapshotTypeOf } from './thin-event.js';

/** Seconds, up to three days: for so long Stripe tries a webhook again. */
const LAG_BUCKETS = [1, 2, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400, 259_200];
/** Seconds. What fails for a while is retried for one to two days. */
const SETTLE_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200, 86_400];
/** Of a type that nobody handles: anybody who may send us events may invent types, and each would be a series. */
const OTHER = 'other';

/** What this process sees of events: those it has received, and those it has settled. */
@Injectable()
export class EventMetrics {
  private readonly receipts: Counter<'type' | 'source'>;
  private readonly redeliveries: Counter;
  private readonly lag: Histogram;
  private readonly settlements: Counter<'type' | 'status' | 'verdict'>;
  private readonly settleTime: Histogram;
  private readonly retries: Counter<'error_class'>;

  constructor(
    registry: Registry,
    private readonly handlers: StripeEventRegistry,
  ) {
    const registers = [registry];
    this.receipts = new Counter({
      name: 'countinghouse_events_received_total',
      help: 'Events that were new to the log, by type and by who brought them',
      labelNames: ['type', 'source'],
      registers,
    });
    this.redeliveries = new Counter({
      name: 'countinghouse_events_redelivered_total',
      help: 'Webhooks with an event that was in the log already',
      registers,
    });
    this.lag = new Histogram({
      name: 'countinghouse_event_lag_seconds',
      help: 'From the creation of an event at Stripe to its receipt by webhook',
      buckets: LAG_BUCKETS,
      registers,
    });
    this.settlements = new Counter({
      name: 'countinghouse_events_settled_total',
      help: 'Events that ended, by type, status and verdict',
      labelNames: ['type', 'status', 'verdict'],
      registers,
    });
    this.settleTime = new Histogram({
      name: 'countinghouse_event_settle_seconds',
      help: 'From the receipt of an event to the commit of its rows and its verdict',
      buckets: SETTLE_BUCKETS,
      registers,
    });
    this.retries = new Counter({
      name: 'countinghouse_event_retries_total',
      help: 'Attempts at events that failed and are made again, by class of error',
      labelNames: ['error_class'],
      registers,
    });
    for (const [errorClass, attempts] of Object.entries(ATTEMPTS)) {
      if (attempts > 1) this.retries.inc({ error_class: errorClass }, 0);
    }
  }

  received(type: string, source: EventSource): void {
    this.receipts.inc({ type: this.labelOf(type), source });
  }

  redelivered(times: number): void {
    if (times > 0) this.redeliveries.inc(times);
  }

  /** @param milliseconds between Stripe's clock and ours, which may be behind. */
  lagged(milliseconds: number): void {
    this.lag.observe(Math.max(milliseconds, 0) / 1000);
  }

  /** @param since when the event was claimed, on the clock of `performance.now()`. */
  settled({ type, waitedSeconds }: ClaimedEvent, { status, verdict }: Settlement, since: number): void {
    this.settlements.inc({ type: this.labelOf(type), status, verdict: verdictWord(verdict) });
    if (waitedSeconds === null) return; // run again by an operator: it was settled before
    this.settleTime.observe(Math.max(waitedSeconds, 0) + (performance.now() - since) / 1000);
  }

  /** An attempt failed: there is another one, or the event is dead. */
  failed(type: string, errorClass: ErrorClass, status: Extract<EventStatus, 'failed' | 'dead'>): void {
    if (status === 'failed') this.retries.inc({ error_class: errorClass });
    else this.settlements.inc({ type: this.labelOf(type), status, verdict: 'failed' });
  }

  /** A thin event counts as the snapshot event of its name. */
  private labelOf(type: string): string {
    const name = snapshotTypeOf(type);
    const isHandled = this.handlers.ownerOf(name) !== undefined || this.handlers.followersOf(name).length > 0;
    return isHandled ? name : OTHER;
  }
}
