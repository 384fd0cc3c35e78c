/* What must not compile: each line below an expectation is an error, or the type check fails. */
import type { EntityManager } from 'typeorm';
import { AfterStripeEvent } from './after-stripe-event.decorator.js';
import { OnStripeEvent } from './on-stripe-event.decorator.js';
import type { AfterCommitDelivery } from './stripe-event.registry.js';
import type { EventOf } from './stripe.types.js';
import { APPLIED, type Verdict } from './verdict.js';

export class Compiles {
  @OnStripeEvent('invoice.paid', 'invoice.voided')
  right(_event: EventOf<'invoice.paid' | 'invoice.voided'>, _tx: EntityManager): Promise<Verdict> {
    return Promise.resolve(APPLIED);
  }

  // @ts-expect-error a charge is no invoice
  @OnStripeEvent('charge.failed')
  wrongPayload(_event: EventOf<'invoice.paid'>, _tx: EntityManager): Promise<Verdict> {
    return Promise.resolve(APPLIED);
  }

  // @ts-expect-error one of two types is not covered
  @OnStripeEvent('invoice.paid', 'charge.failed')
  halfPayload(_event: EventOf<'invoice.paid'>, _tx: EntityManager): Promise<Verdict> {
    return Promise.resolve(APPLIED);
  }

  // @ts-expect-error no such event
  @OnStripeEvent('invoice.payed')
  misspelt(_event: EventOf<'invoice.paid'>, _tx: EntityManager): Promise<Verdict> {
    return Promise.resolve(APPLIED);
  }

  // @ts-expect-error a handler is asynchronous
  @OnStripeEvent('invoice.paid')
  synchronous(_event: EventOf<'invoice.paid'>, _tx: EntityManager): Verdict {
    return APPLIED;
  }

  // @ts-expect-error a handler answers with a verdict
  @OnStripeEvent('invoice.paid')
  silent(_event: EventOf<'invoice.paid'>, _tx: EntityManager): Promise<void> {
    return Promise.resolve();
  }

  @AfterStripeEvent('invoice.paid', { key: (event) => event.data.object.id ?? event.id })
  after(_event: EventOf<'invoice.paid'>, _delivery: AfterCommitDelivery): Promise<void> {
    return Promise.resolve();
  }

  // @ts-expect-error without a key the same fact would be told twice
  @AfterStripeEvent('invoice.paid')
  afterWithoutKey(_event: EventOf<'invoice.paid'>): Promise<void> {
    return Promise.resolve();
  }
}
