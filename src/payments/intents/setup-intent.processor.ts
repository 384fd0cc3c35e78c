import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toSetupIntent } from './setup-intent.mapper.js';
import { SetupIntentRepository } from './setup-intent.repository.js';

@Injectable()
export class SetupIntentProcessor {
  constructor(private readonly setupIntents: SetupIntentRepository) {}

  @OnStripeEvent(
    'setup_intent.created',
    'setup_intent.requires_action',
    'setup_intent.succeeded',
    'setup_intent.setup_failed',
    'setup_intent.canceled',
  )
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.setupIntents.apply(tx, event, toSetupIntent);
  }
}
