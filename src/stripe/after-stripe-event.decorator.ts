import { SetMetadata } from '@nestjs/common';
import type { AfterCommitDelivery } from './stripe-event.registry.js';
import type { EventOf, StripeEventType } from './stripe.types.js';

export const AFTER_STRIPE_EVENT = Symbol('countinghouse:after-stripe-event');

export interface AfterStripeEventOptions<T extends StripeEventType> {
  /**
   * Names the business fact. The method runs once for each key (at least once, if a process dies in between), however
   * many events tell of the fact.
   */
  readonly key: (event: EventOf<T>) => string;
}

type Handler<T extends StripeEventType> = (
  event: EventOf<T>,
  delivery: AfterCommitDelivery,
) => Promise<void | 'obsolete'>;

/**
 * Runs an adopter's method after the event's transaction has committed, from the outbox: at least once, retried with
 * back-off, in any order. Check the condition on the rows again (still unpaid?) and answer `'obsolete'` when it is gone.
 *
 * @example
 * \@AfterStripeEvent('invoice.paid', { key: (event) => event.data.object.id ?? event.id })
 * async thank(event: EventOf<'invoice.paid'>, { idempotencyKey }: AfterCommitDelivery): Promise<void> { … }
 */
export function AfterStripeEvent<const T extends StripeEventType>(type: T, options: AfterStripeEventOptions<T>) {
  return <M extends Handler<T>>(target: object, key: string | symbol, method: TypedPropertyDescriptor<M>): void => {
    SetMetadata(AFTER_STRIPE_EVENT, { type, ...options })(target, key, method as PropertyDescriptor);
  };
}
