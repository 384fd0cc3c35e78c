import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { AuditedCalls, type AskedBy } from '../../audit/audited-calls.js';
import { AllowedOrigins } from '../../common/allowed-origins.js';
import { timeOf } from '../../stripe/stripe-clock.js';
import { NoExpressDashboardError, OnboardingIncompleteError } from '../connect.errors.js';
import { asDisconnected } from '../disconnected.js';
import { OwnAccounts } from '../own/own-accounts.js';
import type { LoginLink, OnboardingBody, OnboardingLink } from './links.requests.js';

/**
 * Leads the owners of connected accounts to Stripe's pages. Whoever has such a link acts as the owner: it is answered,
 * and kept nowhere but in the encrypted answer of a request that may be sent again.
 */
@Injectable()
export class AccountLinksService {
  constructor(
    private readonly accounts: OwnAccounts,
    private readonly origins: AllowedOrigins,
    private readonly stripe: AuditedCalls,
  ) {}

  /** @throws {NotFoundError} @throws {AccountDisconnectedError} @throws {InvalidRequestError} */
  async onboard(by: AskedBy, account: string, body: OnboardingBody): Promise<OnboardingLink> {
    const urls = {
      return_url: this.origins.allow(body.returnUrl, '/returnUrl'),
      refresh_url: this.origins.allow(body.refreshUrl, '/refreshUrl'),
    };
    await this.accounts.connected(by.caller, account);
    const params: Stripe.AccountLinkCreateParams = {
      account,
      type: 'account_onboarding',
      collection_options: { fields: body.collect },
      ...urls,
    };
    const link = await this.stripe
      .run(
        (client, options) => client.accountLinks.create(params, options),
        by,
        {
          action: 'connected_account.onboarding_link',
          object: { type: 'connected_account', id: account },
          before: null,
          after: { collect: body.collect },
        },
        ({ expires_at }) => ({ after: { collect: body.collect, expiresAt: timeOf(expires_at) } }),
      )
      .catch(asDisconnected);
    return { url: link.url, expiresAt: timeOf(link.expires_at) };
  }

  /**
   * @throws {NoExpressDashboardError} @throws {OnboardingIncompleteError} @throws {NotFoundError}
   * @throws {AccountDisconnectedError}
   */
  async signIn(by: AskedBy, id: string): Promise<LoginLink> {
    const { dashboard, detailsSubmitted } = await this.accounts.connected(by.caller, id);
    if (dashboard !== 'express') throw new NoExpressDashboardError();
    if (!detailsSubmitted) throw new OnboardingIncompleteError();
    const { url } = await this.stripe
      .run((client, options) => client.accounts.createLoginLink(id, {}, options), by, {
        action: 'connected_account.login_link',
        object: { type: 'connected_account', id },
        before: null,
        after: null,
      })
      .catch(asDisconnected);
    return { url };
  }
}
