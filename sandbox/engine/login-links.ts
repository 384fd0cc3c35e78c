import { dashboardOf } from './account-controller.js';
import type { Accounts } from './accounts.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';

/** Links to the Express Dashboard. Each is good once. */
export class LoginLinks {
  /** secret -> account */
  private readonly unused = new Map<string, string>();

  constructor(
    private readonly ctx: EngineContext,
    private readonly accounts: Accounts,
  ) {}

  create(id: string) {
    const { clock, ids, pages } = this.ctx;
    const account = this.accounts.get(id).profile.get();
    if (dashboardOf(account) !== 'express') {
      throw invalidRequest(`Cannot create a login link for the account ${id}, which is not an Express account.`);
    }
    if (!account.details_submitted) {
      throw invalidRequest('Cannot create a login link for an account that has not completed onboarding.');
    }
    const secret = ids.secret(24);
    this.unused.set(secret, id);
    return { object: 'login_link', created: clock.now(), url: pages.express(id, secret) } as const;
  }

  /** Whether it leads there, for the first time. */
  use(secret: string, account: string): boolean {
    if (this.unused.get(secret) !== account) return false;
    this.unused.delete(secret);
    return this.accounts.find(account) !== undefined;
  }
}
