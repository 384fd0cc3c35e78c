import { Reflector } from '@nestjs/core';
import { EntityManager } from 'typeorm';
import { ON_STRIPE_EVENT } from '../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../stripe/stripe.types.js';
import { STORED } from '../stripe/verdict.js';
import { ChargeProcessor } from './charge.processor.js';
import { ChargeRepository } from './charge.repository.js';
import { PaymentIntentProcessor } from './payment-intent.processor.js';
import { PaymentIntentRepository } from './payment-intent.repository.js';
import { PaymentMethodProcessor } from './payment-method.processor.js';
import { PaymentMethodRepository } from './payment-method.repository.js';
import { RefundProcessor } from './refund.processor.js';
import { RefundRepository } from './refund.repository.js';

const processors = [
  new ChargeProcessor(new ChargeRepository(new RefundRepository())),
  new PaymentIntentProcessor(new PaymentIntentRepository()),
  new PaymentMethodProcessor(new PaymentMethodRepository()),
  new RefundProcessor(new RefundRepository()),
];
const tx: EntityManager = Object.create(EntityManager.prototype); // never reached: there is no row to write

const typesOf = (processor: object): string[] =>
  new Reflector().get<string[]>(ON_STRIPE_EVENT, Reflect.get(processor, 'sync'));

describe('processors of payments', () => {
  it.each([
    'charge.captured',
    'charge.expired',
    'charge.failed',
    'charge.pending',
    'charge.refund.updated',
    'charge.refunded',
    'charge.succeeded',
    'charge.updated',
    'payment_intent.amount_capturable_updated',
    'payment_intent.canceled',
    'payment_intent.created',
    'payment_intent.partially_funded',
    'payment_intent.payment_failed',
    'payment_intent.processing',
    'payment_intent.requires_action',
    'payment_intent.succeeded',
    'payment_method.attached',
    'payment_method.automatically_updated',
    'payment_method.detached',
    'payment_method.updated',
    'refund.created',
    'refund.failed',
    'refund.updated',
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
