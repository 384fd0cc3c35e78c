import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../config/env.js';
import { InvalidRequestError } from './request.errors.js';
import type { RequestedUrl } from './requested-url.js';

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What Stripe replaces in the URL of a checkout session (docs.stripe.com/payments/checkout/custom-success-page). */
const ENCODED_PLACEHOLDER = /%7BCHECKOUT_SESSION_ID%7D/g;

/** Where browsers may be sent after checkout and portal: nobody else's pages, or our links would lead to a trap. */
@Injectable()
export class AllowedOrigins {
  private readonly origins: ReadonlySet<string>;
  private readonly isDevelopment: boolean;

  constructor(@Inject(ENV) { ALLOWED_REDIRECT_ORIGINS, NODE_ENV }: Env) {
    this.origins = new Set(ALLOWED_REDIRECT_ORIGINS);
    this.isDevelopment = NODE_ENV !== 'production';
  }

  /**
   * The URL to hand to Stripe: the one that was checked, not the one that was sent.
   *
   * @param pointer the field that it came in: `/successUrl`.
   * @throws {InvalidRequestError}
   */
  allow({ url }: RequestedUrl, pointer: string): string {
    const isLocal = this.isDevelopment && LOCAL.has(url.hostname);
    if (isLocal || (url.protocol === 'https:' && this.origins.has(url.origin))) {
      return url.href.replaceAll(ENCODED_PLACEHOLDER, '{CHECKOUT_SESSION_ID}');
    }
    throw new InvalidRequestError([{ pointer, detail: 'must be at an origin of ALLOWED_REDIRECT_ORIGINS' }]);
  }
}
