import { Injectable, Module } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { StripeUnavailableError } from '../../src/common/errors.js';
import { AfterStripeEvent } from '../../src/stripe/after-stripe-event.decorator.js';
import { OnStripeEvent } from '../../src/stripe/on-stripe-event.decorator.js';
import type { AfterCommitDelivery } from '../../src/stripe/stripe-event.registry.js';
import type { EventOf } from '../../src/stripe/stripe.types.js';
import { APPLIED, type Verdict } from '../../src/stripe/verdict.js';

/** What an adopter might write; each event says in its description how its handler behaves. */
@Injectable()
export class ProbeProcessor {
  readonly handled: string[] = [];
  readonly thanked: AfterCommitDelivery[] = [];
  failures = 0;

  @OnStripeEvent('topup.created')
  async topUp(event: EventOf<'topup.created'>, tx: EntityManager): Promise<Verdict> {
    this.handled.push(event.id);
    await tx.query('CREATE TABLE IF NOT EXISTS probe (event text)');
    await tx.query('INSERT INTO probe (event) VALUES ($1)', [event.id]);
    switch (event.data.object.description) {
      case 'throw':
        throw new TypeError('a mistake of the adopter');
      case 'throw once':
        this.failures += 1;
        if (this.failures === 1) throw new StripeUnavailableError('not now', 0);
        return APPLIED;
      case 'bad sql':
        await tx.query('SELECT 1 / 0');
        return APPLIED;
      case 'exit':
        process.exit(66);
      default:
        return APPLIED;
    }
  }

  @AfterStripeEvent('topup.created', { key: (event) => event.data.object.id })
  async thank(event: EventOf<'topup.created'>, delivery: AfterCommitDelivery): Promise<void | 'obsolete'> {
    this.thanked.push(delivery);
    if (event.data.object.description === 'mail server down' && delivery.attempt === 1) throw new Error('ECONNREFUSED');
    if (event.data.object.description === 'not needed') return 'obsolete';
  }
}

@Module({ providers: [ProbeProcessor] })
export class ProbeModule {}
