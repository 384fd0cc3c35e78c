import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toPerson } from './person.mapper.js';
import { PersonRepository } from './person.repository.js';

@Injectable()
export class PersonProcessor {
  constructor(private readonly persons: PersonRepository) {}

  @OnStripeEvent('person.created', 'person.updated', 'person.deleted')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.persons.apply(tx, event, toPerson);
  }
}
