import type { Accounts } from './accounts.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { webAddress } from './web-address.js';

export interface AccountLinkCreate {
  account: string;
  type: 'account_onboarding' | 'account_update';
  /** Where the owner goes with a link that is used up or too old. */
  refresh_url: string;
  /** Where the owner goes when done, or when leaving. */
  return_url: string;
}

export interface AccountLink {
  readonly account: string;
  readonly refreshUrl: string;
  readonly returnUrl: string;
  /** Seconds UTC. */
  readonly expiresAt: number;
  /** A link opens the page once. */
  opened: boolean;
  /** The page that it opened has led to something. */
  left: boolean;
}

/** Stripe's links live for some minutes. Seconds. */
const LIFE = 300;

export class AccountLinks {
  private readonly links = new Map<string, AccountLink>();

  constructor(
    private readonly ctx: EngineContext,
    private readonly accounts: Accounts,
  ) {}

  create({ account, type, refresh_url, return_url }: AccountLinkCreate) {
    const { clock, ids, pages } = this.ctx;
    const { profile } = this.accounts.get(account);
    if (type !== 'account_onboarding' && type !== 'account_update') {
      throw invalidRequest('Invalid type: must be one of account_onboarding or account_update', 'type');
    }
    if (type === 'account_update' && profile.get().type !== 'custom') {
      throw invalidRequest('You cannot create `account_update` type Account Links for this account.', 'type');
    }
    const secret = ids.secret(24);
    const expires_at = clock.now() + LIFE;
    this.links.set(secret, {
      account,
      refreshUrl: webAddress(refresh_url, 'refresh_url') ?? '',
      returnUrl: webAddress(return_url, 'return_url') ?? '',
      expiresAt: expires_at,
      opened: false,
      left: false,
    });
    const url = pages.onboarding(account, secret);
    return { object: 'account_link', created: clock.now(), expires_at, url } as const;
  }

  find(secret: string): AccountLink | undefined {
    return this.links.get(secret);
  }

  /** Opens the page. False for a link that was opened before, is too old, or whose account has left. */
  open(link: AccountLink): boolean {
    if (link.opened || this.ctx.clock.now() >= link.expiresAt || !this.accounts.find(link.account)) return false;
    link.opened = true;
    return true;
  }
}
