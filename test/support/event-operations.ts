import { Injectable, Module } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ShapeError, StripeUnavailableError } from '../../src/common/errors.js';
import { AfterStripeEvent } from '../../src/stripe/after-stripe-event.decorator.js';
import { OnStripeEvent } from '../../src/stripe/on-stripe-event.decorator.js';
import type { EventOf } from '../../src/stripe/stripe.types.js';
import { APPLIED, type Verdict } from '../../src/stripe/verdict.js';
import { call, createKey, type Answer } from './api.js';
import type { Backend } from './backend.js';
import { deliver } from './deliver.js';
import { stripeEvent, type EventFields } from './signed-event.js';

/** A handler that fails for as long as a test wants it to: `description` says how. */
@Injectable()
export class MendableProcessor {
  mended = false;
  readonly handled: string[] = [];

  @OnStripeEvent('topup.created')
  async sync(event: EventOf<'topup.created'>, tx: EntityManager): Promise<Verdict> {
    await tx.query('SELECT 1');
    if (!this.mended && event.data.object.description === 'dies') throw new ShapeError('amount', 'a whole number');
    if (!this.mended && event.data.object.description === 'waits')
      throw new StripeUnavailableError('status 500', 3_600);
    this.handled.push(event.id);
    return APPLIED;
  }

  @AfterStripeEvent('topup.created', { key: ({ data }) => data.object.id })
  follow(): Promise<void> {
    return Promise.resolve();
  }
}

@Module({ providers: [MendableProcessor] })
export class MendableModule {}

let topUps = 0;

/** An event that {@link MendableProcessor} handles. */
export const topUp = (description: string | null, fields: Partial<EventFields> = {}) =>
  stripeEvent({
    type: 'topup.created',
    object: {
      id: `tu_${(topUps += 1)}`,
      object: 'topup',
      amount: 500,
      currency: 'usd',
      status: 'pending',
      description,
    },
    ...fields,
  });

/** An operator who calls the backend. */
export interface Operator {
  /** One by one, each settled (or failed, and planned) before the next. */
  tell(...events: readonly Record<string, unknown>[]): Promise<void>;
  get<Body = Record<string, unknown>>(path: string): Promise<Answer<Body>>;
  post<Body = Record<string, unknown>>(path: string, body: object): Promise<Answer<Body>>;
}

export async function operatorOf(backend: Backend, key?: string): Promise<Operator> {
  const as = key ?? (await createKey(backend, ['operations', 'payloads']));
  return {
    tell: async (...events) => {
      for (const event of events) {
        const status = await deliver(`${backend.url}/webhooks/stripe`, event);
        if (status !== 200) throw new Error(`an event was answered with ${status}`);
        await handled(backend);
      }
    },
    get: (path) => call(backend, 'GET', `/operations/${path}`, { as }),
    post: (path, body) => call(backend, 'POST', `/operations/${path}`, { as, body }),
  };
}

const DUE = `SELECT stripe_event_id FROM stripe_event_log
              WHERE status = 'received' OR (status = 'failed' AND next_attempt_at <= now() + interval '1 minute') LIMIT 1`;

/** Resolves when no event is due; one may be planned for later than a minute from now. */
export async function handled(backend: Backend, limitMs = 20_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while ((await backend.query(DUE)).length > 0) {
    if (Date.now() > deadline) throw new Error('events are still due');
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
