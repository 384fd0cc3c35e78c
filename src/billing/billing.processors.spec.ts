import { Reflector } from '@nestjs/core';
import { EntityManager } from 'typeorm';
import { ON_STRIPE_EVENT } from '../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../stripe/stripe.types.js';
import { STORED } from '../stripe/verdict.js';
import { CheckoutSessionProcessor } from './checkout-session.processor.js';
import { CheckoutSessionRepository } from './checkout-session.repository.js';
import { InvoiceProcessor } from './invoice.processor.js';
import { InvoiceRepository } from './invoice.repository.js';
import { InvoicePaymentProcessor } from './invoice-payment.processor.js';
import { InvoicePaymentRepository } from './invoice-payment.repository.js';
import { PriceProcessor } from './price.processor.js';
import { PriceRepository } from './price.repository.js';
import { ProductProcessor } from './product.processor.js';
import { ProductRepository } from './product.repository.js';
import { SubscriptionProcessor } from './subscription.processor.js';
import { SubscriptionRepository } from './subscription.repository.js';

const processors = [
  new CheckoutSessionProcessor(new CheckoutSessionRepository()),
  new InvoiceProcessor(new InvoiceRepository()),
  new InvoicePaymentProcessor(new InvoicePaymentRepository()),
  new PriceProcessor(new PriceRepository()),
  new ProductProcessor(new ProductRepository()),
  new SubscriptionProcessor(new SubscriptionRepository()),
];
const tx: EntityManager = Object.create(EntityManager.prototype); // never reached: there is no row to write

const typesOf = (processor: object): string[] =>
  new Reflector().get<string[]>(ON_STRIPE_EVENT, Reflect.get(processor, 'sync'));

describe('processors of billing', () => {
  it.each([
    'checkout.session.async_payment_failed',
    'checkout.session.async_payment_succeeded',
    'checkout.session.completed',
    'checkout.session.expired',
    'customer.subscription.created',
    'customer.subscription.deleted',
    'customer.subscription.paused',
    'customer.subscription.pending_update_applied',
    'customer.subscription.pending_update_expired',
    'customer.subscription.resumed',
    'customer.subscription.trial_will_end',
    'customer.subscription.updated',
    'invoice.created',
    'invoice.deleted',
    'invoice.finalization_failed',
    'invoice.finalized',
    'invoice.marked_uncollectible',
    'invoice.overdue',
    'invoice.overpaid',
    'invoice.paid',
    'invoice.payment_action_required',
    'invoice.payment_failed',
    'invoice.payment_succeeded',
    'invoice.sent',
    'invoice.upcoming',
    'invoice.updated',
    'invoice.voided',
    'invoice_payment.paid',
    'price.created',
    'price.deleted',
    'price.updated',
    'product.created',
    'product.deleted',
    'product.updated',
  ])('one of them owns %s', (type) => {
    expect(processors.filter((processor) => typesOf(processor).includes(type))).toHaveLength(1);
  });

  it.each(processors.flatMap((processor) => typesOf(processor).map((type) => ({ type, processor }))))(
    '$type without an object id is stored, never an error',
    async ({ type, processor }) => {
      const event: StripeEvent = JSON.parse(
        JSON.stringify({
          id: 'evt_1',
          object: 'event',
          type,
          created: 1_420_070_400,
          livemode: false,
          data: { object: {} },
        }),
      );
      await expect(processor.sync(event, tx)).resolves.toBe(STORED);
    },
  );
});
