import { SetMetadata } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Verdict } from './verdict.js';
import type { EventOf, StripeEventType } from './stripe.types.js';

export const ON_STRIPE_EVENT = Symbol('countinghouse:on-stripe-event');

type Handler<T extends StripeEventType> = (event: EventOf<T>, tx: EntityManager) => Promise<Verdict>;

/**
 * Makes a processor method the one owner of these event types' mirrored rows. The method must be asynchronous, take the
 * event and the transaction, and answer with the verdict that `apply` gave. Two owners of one type stop the boot.
 *
 * @example
 * \@OnStripeEvent('invoice.paid', 'invoice.voided')
 * sync(event: EventOf<'invoice.paid' | 'invoice.voided'>, tx: EntityManager): Promise<Verdict> {
 *   return this.invoices.apply(tx, event, toInvoice);
 * }
 */
export function OnStripeEvent<const T extends StripeEventType>(...types: [T, ...T[]]) {
  return <M extends Handler<T>>(target: object, key: string | symbol, method: TypedPropertyDescriptor<M>): void => {
    SetMetadata(ON_STRIPE_EVENT, types)(target, key, method as PropertyDescriptor);
  };
}
