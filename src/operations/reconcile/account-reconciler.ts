import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { StripeBinding } from '../../database/stripe-binding.js';
import { EventList } from '../../stripe/event-list.js';
import { StripeEventRegistry } from '../../stripe/stripe-event.registry.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import { EventLogRepository } from '../../webhooks/event-log.repository.js';
import { EventMetrics } from '../../webhooks/event.metrics.js';
import { EventQueue } from '../../webhooks/event-queue.js';
import { CheckpointRepository, type Checkpoint } from './checkpoint.repository.js';
import { Findings } from './findings.js';
import { GapRepository, type Gap } from './gap.repository.js';
import { listedEvent, type ListedEvent } from './listed-event.js';
import { gapKindOf, LATE, windowsSince } from './window.js';

/** How far a run has come in one account. */
export interface ReconcileProgress {
  /** Connected account, '' for the own one. */
  readonly account: string;
  /** Events that Stripe has listed so far. */
  readonly listed: number;
  /** Of the days that are to be listed, the one in hand, from 1. */
  readonly day: number;
  readonly days: number;
}

/** Compares Stripe's events of one account with the log, and brings what the log lacks. */
@Injectable()
export class AccountReconciler {
  constructor(
    private readonly binding: StripeBinding,
    private readonly events: EventList,
    private readonly checkpoints: CheckpointRepository,
    private readonly gaps: GapRepository,
    private readonly log: EventLogRepository,
    private readonly queue: EventQueue,
    private readonly registry: StripeEventRegistry,
    private readonly metrics: EventMetrics,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(AccountReconciler.name);
  }

  /**
   * Lists from the checkpoint to a minute ago. The checkpoint moves with each day that is done: what dies in the middle
   * repeats the rest, and nothing is brought twice.
   *
   * @param now seconds since 1970 by Stripe's clock.
   * @param tell is told after each page.
   * @throws {StripeUnavailableError} @throws {StripeRefusedError} @throws {BindingError} when they are of another mode.
   */
  async reconcile(
    { account, reconciledTo }: Checkpoint,
    now: number,
    signal: AbortSignal,
    tell: (progress: ReconcileProgress) => void,
  ): Promise<Findings> {
    const findings = new Findings();
    const windows = windowsSince(reconciledTo, now);
    for (const [i, window] of windows.entries()) {
      for await (const page of this.events.pages(account, window, signal)) {
        signal.throwIfAborted();
        await this.take(page, account, now, findings);
        tell({ account, listed: findings.listed, day: i + 1, days: windows.length });
      }
      await this.checkpoints.moveTo(account, window.to);
    }
    const since = windows[0]?.from;
    if (since !== undefined && findings.isSilent && (await this.gaps.hasHeard(account, since))) findings.hear();
    if (findings.unreadable > 0) {
      const line = { account: account || undefined, objects: findings.unreadable };
      this.logger.error(line, 'Stripe lists events that cannot be read, they are passed over');
    }
    return findings;
  }

  private async take(page: readonly StripeObject[], account: string, now: number, findings: Findings): Promise<void> {
    const listed = page
      .map((object) => listedEvent(object, account, this.binding.account))
      .filter((event) => event !== null);
    findings.unreadable += page.length - listed.length;
    for (const { received } of listed) this.binding.compareMode(received.livemode);
    const known = await this.gaps.sourcesOf(listed.map(({ received }) => received.id));
    const brought = await this.bring(listed.filter(({ received }) => !known.has(received.id)));
    // What was neither known nor brought, a webhook has brought in between.
    const lacking = listed.filter(({ received: { id } }) => brought.has(id) || known.get(id) === 'reconcile');
    const told = await this.gaps.toldThinly(lacking.map(({ received }) => received));
    const unheard = lacking.filter(({ received: { id } }) => !told.has(id));
    findings.countHeard(listed.length - unheard.length);
    const gaps = unheard.filter(({ received: { type } }) => this.isHandled(type)).map((event) => gapOf(event, now));
    findings.countUnheard(unheard.length, gaps.filter(({ age }) => age >= LATE).length);
    await this.note(gaps, findings);
  }

  private isHandled(type: string): boolean {
    return this.registry.ownerOf(type) !== undefined || this.registry.followersOf(type).length > 0;
  }

  /** Sorted by id, as all inserts into the log are: others would deadlock. @returns the ids that are new. */
  private async bring(lacking: readonly ListedEvent[]): Promise<Set<string>> {
    if (lacking.length === 0) return new Set();
    const distinct = new Map(lacking.map(({ received }) => [received.id, received]));
    const sorted = [...distinct.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const fresh = await this.log.insert(sorted, 'reconcile');
    for (const { id, type } of sorted) if (fresh.has(id)) this.metrics.received(type, 'reconcile');
    if (fresh.size > 0) this.queue.wake();
    return fresh;
  }

  private async note(gaps: readonly Gap[], findings: Findings): Promise<void> {
    const noted = await this.gaps.note(gaps);
    for (const gap of gaps.filter(({ id }) => noted.has(id))) {
      findings.add(gap);
      const { id, type, account, age, kind } = gap;
      const line = { event: id, type, account: account || undefined, ageSeconds: age, kind };
      this.logger.info(line, 'event brought, no webhook had');
    }
  }
}

function gapOf({ received, pendingWebhooks }: ListedEvent, now: number): Gap {
  const { id, type, account, created } = received;
  const age = now - created;
  return { id, type, account, created, age, kind: gapKindOf(age), pendingWebhooks };
}
