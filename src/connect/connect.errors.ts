import { CountinghouseError } from '../common/errors.js';

/** Connected accounts are your own account's: nothing is connected to a connected one. */
export class PlatformOnlyError extends CountinghouseError {
  readonly code = 'platform_only';
  readonly status = 403;
  constructor() {
    super('Connected accounts are your own account’s: leave `Countinghouse-Account` out.');
  }
}

/** A second one would split a seller's money without anybody having meant it; `allowAnother` says that it is meant. */
export class AccountExistsError extends CountinghouseError {
  readonly code = 'account_exists';
  readonly status = 409;
  constructor() {
    super('The tenant has a connected account already, or one is being made.');
  }
}

/** Stripe has not enabled payments, or the transfers that a destination charge needs. */
export class AccountNotEnabledError extends CountinghouseError {
  readonly code = 'account_not_enabled';
  readonly status = 409;
  override readonly members: Readonly<Record<string, unknown>>;
  constructor(disabledReason: string | null, currentlyDue: readonly string[]) {
    super('The connected account cannot take payments yet.');
    this.members = { disabledReason, currentlyDue };
  }
}

/** `account.application.deauthorized` has come, or Stripe says that the account is not connected. */
export class AccountDisconnectedError extends CountinghouseError {
  readonly code = 'account_disconnected';
  readonly status = 409;
  constructor(detail?: string, options?: ErrorOptions) {
    super('The owner of the connected account has withdrawn your access.', detail, options);
  }
}

/** Its owner signs in at Stripe itself, or there is no dashboard. */
export class NoExpressDashboardError extends CountinghouseError {
  readonly code = 'no_express_dashboard';
  readonly status = 409;
  constructor() {
    super('The connected account has no Express Dashboard.');
  }
}

/** Stripe signs nobody in before. */
export class OnboardingIncompleteError extends CountinghouseError {
  readonly code = 'onboarding_incomplete';
  readonly status = 409;
  constructor() {
    super('The owner of the connected account has not been through the onboarding.');
  }
}
