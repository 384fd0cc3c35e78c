import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ShapeError } from '../common/errors.js';
import { ENV, livemodeOf, type Env } from '../config/env.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import { StripeEventRegistry } from '../stripe/stripe-event.registry.js';
import type { StripeEvent } from '../stripe/stripe.types.js';
import { APPLIED, type Verdict } from '../stripe/verdict.js';
import { AFTER_COMMIT_TOPIC } from './after-commit.js';
import type { ClaimedEvent } from './event-log.repository.js';

/** Milliseconds a handler may take; it has no business outside the database. */
const HANDLER_TIMEOUT = 20_000;

/** Brings one event to its handler, and what should follow it into the outbox. */
@Injectable()
export class EventHandling {
  private readonly livemode: boolean | undefined;

  constructor(
    @Inject(ENV) env: Env,
    private readonly registry: StripeEventRegistry,
    private readonly outbox: OutboxRepository,
  ) {
    this.livemode = livemodeOf(env);
  }

  /** @throws whatever the handler throws; the caller rolls back. */
  async handle(claimed: ClaimedEvent, tx: EntityManager): Promise<Verdict> {
    if (this.livemode !== undefined && claimed.livemode !== this.livemode) return ignored('wrong_mode');
    if (claimed.body === null) throw new ShapeError('event_data', 'there any more');
    const event: StripeEvent | { object: 'v2.core.event' } = JSON.parse(claimed.body.toString('utf8'));
    if (event.object === 'v2.core.event') return ignored('thin');

    const owner = this.registry.ownerOf(claimed.type);
    const followers = this.registry.followersOf(claimed.type);
    // A handler in JavaScript may forget to answer.
    const verdict = owner ? ((await inTime(owner.handle(event, tx), owner.name)) ?? APPLIED) : null;
    for (const { name, key } of followers) {
      await this.outbox.add(tx, AFTER_COMMIT_TOPIC, `${name}:${claimed.account}:${key(event)}`, {
        handler: name,
        eventId: claimed.id,
      });
    }
    return verdict ?? (followers.length > 0 ? APPLIED : ignored('no_handler'));
  }
}

const ignored = (reason: 'no_handler' | 'wrong_mode' | 'thin'): Verdict => ({ verdict: 'ignored', reason });

async function inTime<T>(work: Promise<T>, name: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TypeError(`${name} took longer than ${HANDLER_TIMEOUT} ms`)), HANDLER_TIMEOUT);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
