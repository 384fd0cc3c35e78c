import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/caller.js';
import { pageOf, type Page } from '../../common/cursor.js';
import { NotFoundError } from '../../common/request.errors.js';
import type { PageQuery } from '../../tenants/own-pages.js';
import { AccountDisconnectedError } from '../connect.errors.js';
import { sellerOf } from '../seller.js';
import { show } from './own-account.js';
import type { AccountAnswer } from './own-account.answers.js';
import { OwnAccountRepository } from './own-account.repository.js';

/** The connected accounts that a caller may know of. */
@Injectable()
export class OwnAccounts {
  constructor(private readonly rows: OwnAccountRepository) {}

  /** @throws {NotFoundError} also when it is another tenant's. @throws {PlatformOnlyError} @throws {TenantRequiredError} */
  async find(caller: Caller, id: string): Promise<AccountAnswer> {
    const row = await this.rows.find(id, sellerOf(caller));
    if (!row) throw new NotFoundError();
    return show(row);
  }

  /** One that lets the platform act for it. @throws {AccountDisconnectedError} and what {@link find} throws. */
  async connected(caller: Caller, id: string): Promise<AccountAnswer> {
    const account = await this.find(caller, id);
    if (account.deauthorizedAt !== null) throw new AccountDisconnectedError();
    return account;
  }

  /** @throws {PlatformOnlyError} @throws {TenantRequiredError} */
  async list(caller: Caller, query: PageQuery): Promise<Page<AccountAnswer>> {
    return pageOf(await this.rows.page(sellerOf(caller), query), query.limit, show);
  }
}
