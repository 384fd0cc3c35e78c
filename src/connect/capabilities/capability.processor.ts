import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toCapability } from './capability.mapper.js';
import { CapabilityRepository } from './capability.repository.js';

@Injectable()
export class CapabilityProcessor {
  constructor(private readonly capabilities: CapabilityRepository) {}

  @OnStripeEvent('capability.updated')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.capabilities.apply(tx, event, toCapability);
  }
}
