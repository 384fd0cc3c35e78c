import { Injectable } from '@nestjs/common';
import { AuditedCalls, type AskedBy } from '../../audit/audited-calls.js';
import { requirePlatformKey, tenantOf } from '../../auth/caller.js';
import { CountinghouseError } from '../../common/errors.js';
import { mayHaveTakenEffect } from '../../stripe/call-errors.js';
import { toConnectedAccount } from '../accounts/connected-account.mapper.js';
import { tell, type ToldAccount } from '../own/own-account.js';
import type { AccountAnswer } from '../own/own-account.answers.js';
import { sellerOf } from '../seller.js';
import { accountParams } from './account-params.js';
import { AccountOpeningRepository, type Opening } from './account-opening.repository.js';
import type { AccountBody } from './opening.requests.js';

/** Makes accounts for tenants that sell. */
@Injectable()
export class AccountOpeningService {
  constructor(
    private readonly openings: AccountOpeningRepository,
    private readonly stripe: AuditedCalls,
  ) {}

  /**
   * @throws {AccountExistsError} @throws {PlatformKeyRequiredError} @throws {PlatformOnlyError}
   * @throws {TenantRequiredError} and what calls to Stripe throw.
   */
  async open(by: AskedBy, body: AccountBody): Promise<AccountAnswer> {
    sellerOf(by.caller);
    const opening = { requestKey: by.idempotencyKey, tenantId: tenantOf(by.caller) };
    if (body.allowAnother || body.dashboard !== 'express') requirePlatformKey(by.caller);
    await this.openings.begin(opening, body.allowAnother);
    try {
      const told = await this.make(by, opening, body);
      return { ...told, tenant: opening.tenantId, deauthorizedAt: null };
    } catch (error) {
      // The place stays taken while nobody knows whether there is an account: the same request finds out.
      if (error instanceof CountinghouseError && !mayHaveTakenEffect(error)) await this.openings.giveUp(opening);
      throw error;
    }
  }

  private async make(by: AskedBy, opening: Opening, body: AccountBody): Promise<ToldAccount> {
    const params = accountParams(opening.tenantId, body);
    const { country, dashboard, businessType = null } = body;
    const account = await this.stripe.run(
      (client, options) => client.accounts.create(params, options),
      by,
      {
        action: 'connected_account.create',
        object: { type: 'connected_account', id: '' },
        before: null,
        after: { country, dashboard, businessType },
      },
      (made) => ({
        object: { type: 'connected_account', id: made.id },
        also: (tx) => this.openings.settle(tx, opening, tell(made.id, toConnectedAccount({ ...made }))),
      }),
    );
    return tell(account.id, toConnectedAccount({ ...account }));
  }
}
