import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { ENV, livemodeOf, type Env } from '../config/env.js';
import { OutboxRepository, type ClaimedEntry } from '../outbox/outbox.repository.js';
import { OutboxRunner } from '../outbox/outbox.runner.js';
import { TENANT_PAYS_TWICE } from '../outbox/topics.js';
import { accountOf } from '../stripe/account-of.js';
import { AfterStripeEvent } from '../stripe/after-stripe-event.decorator.js';
import { isId } from '../stripe/shapes/id.js';
import type { EventOf, StripeEvent } from '../stripe/stripe.types.js';
import { channelsOf, TOPICS } from './channels.js';
import { keyOf, type Fact, type NotificationType } from './notification.js';

type Told = void | 'obsolete';
/** What makes a fact of an object's one of its own. */
type Particulars = Partial<Pick<Fact, 'attempt' | 'status' | 'trialEnd'>>;

/**
 * Turns what happened into an outbox entry for each channel, once for each fact. A fact is taken note of although nobody
 * is to hear of it: a replay after a change of the settings then tells no old stories.
 */
@Injectable()
export class NotificationProcessor implements OnModuleInit {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly outbox: OutboxRepository,
    private readonly runner: OutboxRunner,
  ) {}

  onModuleInit(): void {
    this.runner.register(TENANT_PAYS_TWICE, (entry) => this.paysTwice(entry));
  }

  @AfterStripeEvent('invoice.payment_failed', { key: attemptKey })
  paymentFailed(event: EventOf<'invoice.payment_failed'>): Promise<Told> {
    return this.announce(event, event.type, objectOf(event).id, { attempt: objectOf(event).attempt_count });
  }

  @AfterStripeEvent('invoice.payment_action_required', { key: attemptKey })
  actionRequired(event: EventOf<'invoice.payment_action_required'>): Promise<Told> {
    return this.announce(event, event.type, objectOf(event).id, { attempt: objectOf(event).attempt_count });
  }

  /** A trial that was prolonged ends a second time. */
  @AfterStripeEvent('customer.subscription.trial_will_end', {
    key: (event) => `${idIn(event)}:${objectOf(event).trial_end}`,
  })
  trialEnds(event: EventOf<'customer.subscription.trial_will_end'>): Promise<Told> {
    return this.announce(event, event.type, objectOf(event).id, { trialEnd: objectOf(event).trial_end });
  }

  @AfterStripeEvent('charge.dispute.created', { key: idIn })
  disputed(event: EventOf<'charge.dispute.created'>): Promise<Told> {
    return this.announce(event, event.type, objectOf(event).id, { status: objectOf(event).status });
  }

  @AfterStripeEvent('radar.early_fraud_warning.created', { key: idIn })
  warned(event: EventOf<'radar.early_fraud_warning.created'>): Promise<Told> {
    return this.announce(event, event.type, objectOf(event).id);
  }

  @AfterStripeEvent('review.opened', { key: idIn })
  reviewed(event: EventOf<'review.opened'>): Promise<Told> {
    return this.announce(event, event.type, objectOf(event).id);
  }

  /** No event tells of it: the rows do. */
  private async paysTwice({ payload }: ClaimedEntry): Promise<'sent' | 'obsolete'> {
    const { account, tenantId, subscriptions } = severalSchema.parse(payload);
    const livemode = livemodeOf(this.env) ?? false;
    const occurredAt = Math.floor(Date.now() / 1000);
    const told = await this.keep({
      type: 'tenant.pays_twice',
      account,
      livemode,
      object: subscriptions[0] ?? '',
      attempt: null,
      status: null,
      trialEnd: null,
      occurredAt,
      tenant: tenantId, // may be a mail address, and an object's id stands in logs
      subscriptions,
    });
    return told ?? 'sent';
  }

  /** A payload may hold anything: what is no id names nothing, and what is no number or word says nothing. */
  private async announce(
    event: StripeEvent,
    type: NotificationType,
    object: string | undefined,
    particulars: Particulars = {},
  ): Promise<Told> {
    if (!isId(object)) return 'obsolete';
    const account = accountOf({ ...event }) ?? '';
    const attempt = wholeOf(particulars.attempt);
    const trialEnd = wholeOf(particulars.trialEnd);
    const status = isId(particulars.status) ? particulars.status : null;
    const said: unknown = event.livemode;
    const livemode = said === true;
    return this.keep({ type, account, livemode, object, attempt, status, trialEnd, occurredAt: event.created });
  }

  private async keep(fact: Fact): Promise<Told> {
    const channels = channelsOf(this.env, fact);
    if (channels.length === 0) return 'obsolete';
    const payload = { ...fact };
    await this.outbox.addAlone(
      channels.map((channel) => ({ topic: TOPICS[channel], businessKey: keyOf(fact), payload })),
    );
  }
}

/** A payload may hold no object at all. */
function objectOf<T extends object>({ data }: { data: { object: T } }): Partial<T> {
  const object: T | null = data.object;
  return object ?? {};
}

const severalSchema = z.object({ account: z.string(), tenantId: z.string(), subscriptions: z.array(z.string()) });

const wholeOf = (value: unknown): number | null => (Number.isSafeInteger(value) ? Number(value) : null);

/** The object's id, or the event's own when it names none. */
function idIn(event: { id: string; data: { object: { id?: string } } }): string {
  return objectOf(event).id ?? event.id;
}

/** An attempt is told more than once, by events of different ids; a second attempt is another fact. */
function attemptKey(event: EventOf<'invoice.payment_failed' | 'invoice.payment_action_required'>): string {
  return `${idIn(event)}:${objectOf(event).attempt_count}`;
}
