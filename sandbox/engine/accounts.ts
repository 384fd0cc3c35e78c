import type { Account } from '../objects/account.js';
import type { AccountCreate } from './account-profile.js';
import { APPLICATION } from './application.js';
import type { Engine } from './engine.js';
import { accountInvalid } from './errors.js';

/** The accounts connected to a platform: each is an engine of its own, with its own customers, payments and events. */
export class Accounts {
  private readonly engines = new Map<string, Engine>();
  /** Those whose owners have withdrawn the platform's access, and may give it back. */
  private readonly departed = new Map<string, Engine>();

  /** @param connect an engine on the platform's clock, whose events reach the platform's endpoints for Connect */
  constructor(private readonly connect: () => Engine) {}

  create(params: AccountCreate = {}): Account {
    const engine = this.connect();
    this.engines.set(engine.accountId, engine);
    const account = engine.profile.createConnected(params);
    if (account.type === 'standard') engine.record.emit('account.application.authorized', APPLICATION);
    return account;
  }

  /** Oldest first, without those that have left. */
  all(): Engine[] {
    return [...this.engines.values()];
  }

  find(id: string): Engine | undefined {
    return this.engines.get(id);
  }

  /** @throws StripeApiError 403, as for every account that is not connected */
  get(id: string): Engine {
    const engine = this.engines.get(id);
    if (!engine) throw accountInvalid(id);
    return engine;
  }

  /** The owner withdraws the platform's access: `account.application.deauthorized`. The account goes on without it. */
  deauthorize(id: string): void {
    this.departed.set(id, this.leave(id));
  }

  /** The owner of an account that has left gives access again: `account.application.authorized`. */
  authorize(id: string): void {
    const engine = this.departed.get(id);
    if (!engine) throw accountInvalid(id);
    this.departed.delete(id);
    this.engines.set(id, engine);
    engine.record.tellPlatform(true);
    engine.record.emit('account.application.authorized', APPLICATION);
  }

  /** The platform deletes the account. */
  remove(id: string): void {
    this.leave(id).store.accounts.markDeleted(id);
  }

  private leave(id: string): Engine {
    const engine = this.get(id);
    engine.record.emit('account.application.deauthorized', APPLICATION);
    engine.record.tellPlatform(false);
    this.engines.delete(id);
    return engine;
  }
}
