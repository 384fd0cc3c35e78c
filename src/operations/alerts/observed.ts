import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../config/env.js';
import { StripeGateway } from '../../stripe/stripe.gateway.js';
import { EventQueue } from '../../webhooks/event-queue.js';
import { StoredStateRepository, type StoredState } from '../metrics/stored-state.repository.js';
import type { Counted } from '../processes/counted.js';
import { ProcessMinutes } from '../processes/process-minutes.repository.js';

/** Seconds. The windows of deploy/prometheus/alerts.yml. */
const HOUR = 3_600;
const QUARTER = 900;
/** Milliseconds for Redis' answer. */
const PING_LIMIT = 2_000;

/** All that the alerts are told from. */
export interface Observed {
  readonly stored: StoredState;
  /** By all processes together. The minute in hand is not there yet. */
  readonly lastHour: Counted;
  readonly lastQuarter: Counted;
  readonly queueIsDown: boolean;
  /** Whether events are reconciled with Stripe at all: there is a key, and nobody has switched it off. */
  readonly reconciles: boolean;
  /** Likewise of the comparison of every day. */
  readonly verifies: boolean;
}

/** Reads what the metrics show, and what the processes have told of themselves. */
@Injectable()
export class Observation {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly gateway: StripeGateway,
    private readonly stored: StoredStateRepository,
    private readonly minutes: ProcessMinutes,
    private readonly queue: EventQueue,
  ) {}

  async read(): Promise<Observed> {
    const { available } = this.gateway;
    const [stored, lastHour, lastQuarter, queue] = await Promise.all([
      this.stored.read(),
      this.minutes.countedWithin(HOUR),
      this.minutes.countedWithin(QUARTER),
      this.queue.ping(PING_LIMIT),
    ]);
    return {
      stored,
      lastHour,
      lastQuarter,
      queueIsDown: queue === 'down',
      reconciles: available && this.env.RECONCILE_INTERVAL_SECONDS !== 'off',
      verifies: available && this.env.VERIFY_SAMPLE > 0,
    };
  }
}
