import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PayloadGoneError } from '../common/payload.errors.js';
import type { ClaimedEntry } from '../outbox/outbox.repository.js';
import { OutboxRunner } from '../outbox/outbox.runner.js';
import { StripeEventRegistry } from '../stripe/stripe-event.registry.js';
import { StripeGateway } from '../stripe/stripe.gateway.js';
import type { StripeEvent } from '../stripe/stripe.types.js';
import { EventLogRepository } from './event-log.repository.js';
import { eventInstead, objectOfGone, type LoggedFacts } from './gone-event.js';
import { isThin, relatedObject, snapshotOfThin, snapshotTypeOf } from './thin-event.js';

/** The outbox topic of `@AfterStripeEvent` methods. */
export const AFTER_COMMIT_TOPIC = 'after-stripe-event';

/** Runs the adopter's `@AfterStripeEvent` methods from the outbox. */
@Injectable()
export class AfterCommit implements OnModuleInit {
  constructor(
    private readonly runner: OutboxRunner,
    private readonly registry: StripeEventRegistry,
    private readonly log: EventLogRepository,
    private readonly gateway: StripeGateway,
  ) {}

  onModuleInit(): void {
    this.runner.register(AFTER_COMMIT_TOPIC, (entry) => this.deliver(entry));
  }

  private async deliver(entry: ClaimedEntry): Promise<'sent' | 'obsolete'> {
    const { handler: name, eventId } = entry.payload;
    const logged = await this.log.find(String(eventId));
    if (!logged) throw new PayloadGoneError('so was its place in the log');
    const event = logged.body
      ? await this.snapshot(JSON.parse(logged.body.toString('utf8')), logged.account)
      : await this.instead(logged);
    const handler = this.registry.followersOf(event.type).find((follower) => follower.name === name);
    if (!handler) throw new TypeError(`${String(name)} does not follow ${event.type} any more`);
    const delivery = { idempotencyKey: `${entry.topic}:${entry.businessKey}`, attempt: entry.attempts };
    return (await handler.handle(event, delivery)) ?? 'sent';
  }

  /** Of an event whose payload is gone its follower is given the object as it is now, too. */
  private async instead(logged: LoggedFacts): Promise<StripeEvent> {
    const ref = objectOfGone(logged);
    if (!ref) throw new PayloadGoneError('its object has no address at Stripe');
    if (!this.gateway.available) throw new PayloadGoneError('there is no STRIPE_SECRET_KEY to read its object with');
    const { object } = await this.gateway.read(ref, logged.apiVersion);
    return eventInstead(logged, object ?? { id: ref.id, object: ref.type, deleted: true });
  }

  /** A thin event tells nothing of its object: its follower is given the object as it is now. */
  private async snapshot(event: StripeEvent, account: string): Promise<StripeEvent> {
    const ref = isThin(event) ? relatedObject(event, account) : null;
    if (!ref) return event;
    const { object } = await this.gateway.read(ref, null);
    return snapshotOfThin(
      event,
      snapshotTypeOf(event.type),
      ref,
      object ?? { id: ref.id, object: ref.type, deleted: true },
    );
  }
}
