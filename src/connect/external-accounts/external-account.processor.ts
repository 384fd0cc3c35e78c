import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toExternalAccount } from './external-account.mapper.js';
import { ExternalAccountRepository } from './external-account.repository.js';

@Injectable()
export class ExternalAccountProcessor {
  constructor(private readonly externalAccounts: ExternalAccountRepository) {}

  @OnStripeEvent(
    'account.external_account.created',
    'account.external_account.updated',
    'account.external_account.deleted',
  )
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.externalAccounts.apply(tx, event, toExternalAccount);
  }
}
