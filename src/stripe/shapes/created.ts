import type { StripeObject } from '../stripe.types.js';
import { seconds } from './fields.js';

/** When Stripe created the object. Invoices called it `date` until 2019-03, subscriptions had only `start` until 2017. */
export function createdAt(object: StripeObject): Date | null {
  return seconds(object, 'created') ?? seconds(object, 'date') ?? seconds(object, 'start');
}
