import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toAccountAuthorization } from './account-authorization.mapper.js';
import { AccountAuthorizationRepository } from './account-authorization.repository.js';

@Injectable()
export class AccountAuthorizationProcessor {
  constructor(private readonly authorizations: AccountAuthorizationRepository) {}

  /** Stripe sends them to the application that is meant, and to no other. */
  @OnStripeEvent('account.application.authorized', 'account.application.deauthorized')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.authorizations.apply(tx, event, toAccountAuthorization);
  }
}
