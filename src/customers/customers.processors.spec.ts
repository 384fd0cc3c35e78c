import { Reflector } from '@nestjs/core';
import { EntityManager } from 'typeorm';
import { ON_STRIPE_EVENT } from '../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../stripe/stripe.types.js';
import { STORED } from '../stripe/verdict.js';
import { CustomerProcessor } from './customer.processor.js';
import { CustomerRepository } from './customer.repository.js';

const processors = [new CustomerProcessor(new CustomerRepository())];
const tx: EntityManager = Object.create(EntityManager.prototype); // never reached: there is no row to write

const typesOf = (processor: object): string[] =>
  new Reflector().get<string[]>(ON_STRIPE_EVENT, Reflect.get(processor, 'sync'));

describe('processors of customers', () => {
  it.each(['customer.created', 'customer.deleted', 'customer.updated'])('one of them owns %s', (type) => {
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
