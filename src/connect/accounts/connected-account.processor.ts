import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toConnectedAccount } from './connected-account.mapper.js';
import { ConnectedAccountRepository } from './connected-account.repository.js';

@Injectable()
export class ConnectedAccountProcessor {
  constructor(private readonly accounts: ConnectedAccountRepository) {}

  @OnStripeEvent('account.updated')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.accounts.apply(tx, event, toConnectedAccount);
  }
}
