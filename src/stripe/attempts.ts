import Stripe from 'stripe';
import { outcomeOfAnswer } from './call-outcome.js';
import { RequestInHand } from './request-in-hand.js';
import type { StripeCallMetrics } from './stripe-call.metrics.js';

/** Certificates are looked at before anything is sent. */
const TLS_REFUSED = /^(CERT_|ERR_TLS_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;

/** Whether no connection came about, so that nothing can have been done. One error stands for several addresses tried. */
function neverLeft(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const [code, syscall] = ['code' in error && error.code, 'syscall' in error && error.syscall];
  return 'errors' in error || syscall === 'connect' || syscall === 'getaddrinfo' || TLS_REFUSED.test(String(code));
}

/**
 * The HTTP requests of one call. The SDK tries again by itself, and tells of the last attempt only: a connection that is
 * refused says nothing of the one before it, which may have been cut after Stripe had done what it was asked.
 */
export class Attempts extends Stripe.HttpClient {
  private readonly inner = Stripe.createNodeHttpClient();
  /** Whether Stripe may have begun to carry out the request without saying how it ended. */
  unanswered = false;
  /** Whether an answer began; its body may have broken off. */
  begun = false;

  constructor(private readonly metrics: StripeCallMetrics) {
    super();
  }

  override getClientName(): string {
    return this.inner.getClientName();
  }

  override async makeRequest(
    ...args: Parameters<Stripe.HttpClient['makeRequest']>
  ): Promise<Stripe.HttpClientResponse> {
    if (!RequestInHand.mayAsk(args[3])) throw new Error('the request has taken too long to begin another call');
    try {
      const request = this.inner.makeRequest(...args);
      const response = await this.metrics.time(request, (answer) => outcomeOfAnswer(answer.getStatusCode()));
      this.begun = true;
      // Of a failure of its own Stripe does not say what it had done until then.
      if (response.getStatusCode() >= 500) this.unanswered = true;
      return response;
    } catch (error) {
      if (!neverLeft(error)) this.unanswered = true;
      throw error;
    }
  }
}
