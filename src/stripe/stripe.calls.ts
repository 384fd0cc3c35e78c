import { Inject, Injectable } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import Stripe from 'stripe';
import { StripeUnavailableError } from '../common/errors.js';
import { StripeBusyError } from '../common/stripe-call.errors.js';
import { ENV, type Env } from '../config/env.js';
import { inSpan } from '../tracing/spans.js';
import { Attempts } from './attempts.js';
import { clientConfig } from './client-config.js';
import { toAnswer } from './call-errors.js';
import { StripeCallMetrics } from './stripe-call.metrics.js';

/**
 * Calls of this process at a time. Stripe takes 100 reads and 100 writes a second of a live account, 25 of a sandbox, and
 * one takes 0.3 to 0.5 s: with so many in flight two processes stay below, and when Stripe is slow, the others are told
 * at once instead of after 20 s.
 */
const MOST_IN_FLIGHT = 25;
/** Seconds until one of them has ended. */
const RETRY_AFTER = 1;

/** What a call is besides its parameters. */
export interface CallOptions {
  /** Names the intent, so that Stripe does it once (docs.stripe.com/api/idempotent_requests); null for a read. */
  readonly idempotencyKey: string | null;
  /** The connected account that it is made for, '' for your own. */
  readonly account: string;
}

/**
 * Calls that somebody waits for: not within the limit of background reads, up to two attempts of 10 s each under one
 * idempotency key, and every error as the one of ours that the caller is told.
 */
@Injectable()
export class StripeCalls {
  private readonly key: string | undefined;
  private readonly config: Stripe.StripeConfig;
  private inFlight = 0;

  constructor(
    @Inject(ENV) env: Env,
    private readonly metrics: StripeCallMetrics,
  ) {
    this.key = env.STRIPE_SECRET_KEY;
    this.config = clientConfig(env);
  }

  /**
   * Never within a transaction: a connection would be held for as long as Stripe takes.
   *
   * @example
   * const session = await this.stripe.run((client, options) => client.checkout.sessions.create(params, options), {
   *   idempotencyKey, account });
   * @throws {CardDeclinedError} @throws {NotFoundError} @throws {StripeRefusedError} Stripe said no, for good.
   * @throws {StripeBusyError} nothing was done. @throws {StripeConflictError} @throws {StripeKeyUsedError}
   * @throws {StripeUnavailableError} @throws {StripeOutcomeUnknownError} ask {@link mayHaveTakenEffect} whether it was.
   */
  async run<T>(
    request: (client: Stripe, options: Stripe.RequestOptions) => Promise<T>,
    { idempotencyKey, account }: CallOptions,
  ): Promise<T> {
    if (this.key === undefined) throw new StripeUnavailableError('there is no STRIPE_SECRET_KEY');
    if (this.inFlight >= MOST_IN_FLIGHT) throw new StripeBusyError(`${MOST_IN_FLIGHT} calls in flight`, RETRY_AFTER);
    const attempts = new Attempts(this.metrics);
    // A client costs 0.15 ms, a call hundreds; connections are shared by all of them.
    const client = new Stripe(this.key, { ...this.config, httpClient: attempts });
    const options: Stripe.RequestOptions = {
      ...(idempotencyKey === null ? {} : { idempotencyKey }),
      ...(account ? { stripeAccount: account } : {}),
    };
    this.inFlight += 1;
    try {
      return await inSpan('call Stripe', { kind: SpanKind.CLIENT }, () => request(client, options));
    } catch (error) {
      throw toAnswer(error, idempotencyKey === null ? null : attempts);
    } finally {
      this.inFlight -= 1;
    }
  }
}
