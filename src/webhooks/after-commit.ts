import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ShapeError } from '../common/errors.js';
import type { ClaimedEntry } from '../outbox/outbox.repository.js';
import { OutboxRunner } from '../outbox/outbox.runner.js';
import { StripeEventRegistry } from '../stripe/stripe-event.registry.js';
import type { StripeEvent } from '../stripe/stripe.types.js';
import { EventLogRepository } from './event-log.repository.js';

/** The outbox topic of `@AfterStripeEvent` methods. */
export const AFTER_COMMIT_TOPIC = 'after-stripe-event';

/** Runs the adopter's `@AfterStripeEvent` methods from the outbox. */
@Injectable()
export class AfterCommit implements OnModuleInit {
  constructor(
    private readonly runner: OutboxRunner,
    private readonly registry: StripeEventRegistry,
    private readonly log: EventLogRepository,
  ) {}

  onModuleInit(): void {
    this.runner.register(AFTER_COMMIT_TOPIC, (entry) => this.deliver(entry));
  }

  private async deliver(entry: ClaimedEntry): Promise<'sent' | 'obsolete'> {
    const { handler: name, eventId } = entry.payload;
    const logged = await this.log.find(String(eventId));
    if (!logged?.body) throw new ShapeError('event_data', 'there any more');
    const handler = this.registry.followersOf(logged.type).find((follower) => follower.name === name);
    if (!handler) throw new TypeError(`${String(name)} does not follow ${logged.type} any more`);
    const event: StripeEvent = JSON.parse(logged.body.toString('utf8'));
    const delivery = { idempotencyKey: `${entry.topic}:${entry.businessKey}`, attempt: entry.attempts };
    return (await handler.handle(event, delivery)) ?? 'sent';
  }
}
