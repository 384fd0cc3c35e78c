import { CountinghouseError } from '../common/errors.js';

/** No token, or none that is valid. One answer for every reason, which is in the log. */
export class UnauthorizedError extends CountinghouseError {
  readonly code = 'unauthorized';
  readonly status = 401;
  override readonly headers: Readonly<Record<string, string>>;
  /** @param borne whether there was a token at all (RFC 6750: no error is named where nobody tried). */
  constructor(borne: boolean, detail?: string) {
    super('The request bears no valid token: send `Authorization: Bearer …`.', detail);
    this.headers = { 'WWW-Authenticate': `Bearer realm="countinghouse"${borne ? ', error="invalid_token"' : ''}` };
  }
}

/** The caller is known and may not do this. */
export class ForbiddenError extends CountinghouseError {
  readonly code = 'forbidden';
  readonly status = 403;
  override readonly headers: Readonly<Record<string, string>>;
  /** @param scope the one that is missing; null: the route is open to nobody. */
  constructor(scope: string | null) {
    super(scope === null ? 'Nobody may call this.' : `The caller lacks the scope \`${scope}\`.`);
    const missing = scope === null ? '' : `, error="insufficient_scope", scope="${scope}"`;
    this.headers = { 'WWW-Authenticate': `Bearer realm="countinghouse"${missing}` };
  }
}

/** A tenant's route, and the caller acts for none. */
export class TenantRequiredError extends CountinghouseError {
  readonly code = 'tenant_required';
  readonly status = 403;
  constructor() {
    super('The caller acts for no tenant. A key names one with the header `Countinghouse-Tenant`.');
  }
}

/** Whoever holds a tenant's key, be it a seller's, must not decide what the platform earns, pays or answers for. */
export class PlatformKeyRequiredError extends CountinghouseError {
  readonly code = 'platform_key_required';
  readonly status = 403;
  constructor() {
    super('Only your own backend may decide this: call with an API key that is bound to no tenant.');
  }
}

/** A caller that is bound to one tenant or account names another one. The same whether that one exists or not. */
export class BoundToAnotherError extends CountinghouseError {
  readonly code = 'bound_to_another';
  readonly status = 403;
  /** @param where a header, or `?parameter`. */
  constructor(where: string) {
    super(`The caller is bound to another one than \`${where}\` names.`);
  }
}

/** The identity provider's keys cannot be read, so nobody can tell whether the token is valid. */
export class IdentityProviderUnavailableError extends CountinghouseError {
  readonly code = 'identity_provider_unavailable';
  readonly status = 503;
  override readonly retryAfter = 5;
  constructor(detail: string, options?: ErrorOptions) {
    super('The identity provider does not answer, so tokens cannot be checked. Try again shortly.', detail, options);
  }
}

/** More requests of one caller to one route than RATE_LIMIT_PER_MINUTE, or too many invalid tokens from one address. */
export class TooManyRequestsError extends CountinghouseError {
  readonly code = 'too_many_requests';
  readonly status = 429;
  constructor(override readonly retryAfter: number) {
    super('Too many requests. Try again later.');
  }
}
