import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import getRawBody from 'raw-body';
import { PinoLogger } from 'nestjs-pino';
import { LogThrottle } from '../common/log-throttle.js';
import { InvalidWebhookError, OverloadedError, PayloadTooLargeError } from '../common/errors.js';
import { ENV, type Env } from '../config/env.js';
import { StripeBinding } from '../database/stripe-binding.js';
import { checkSignature } from '../stripe/webhook-signature.js';
import { readEnvelope, type ReceivedEvent } from './received-event.js';
import { WebhookMetrics } from './webhook.metrics.js';

/** Bytes; no event of Stripe's comes near. */
const BODY_LIMIT = 1_048_576;
/** Bytes of unverified bodies held at once: anybody can send them. What arrives counts, not what is announced. */
const UNVERIFIED_LIMIT = 128 * BODY_LIMIT;
/** Milliseconds for a body to arrive; Stripe sends it with the headers. */
const BODY_TIMEOUT = 10_000;

/**
 * Reads what Stripe signed for this endpoint: the body raw, of any content type, and only when there is a signature to
 * check. Whatever is wrong, the caller learns one thing; the log learns why.
 */
@Injectable()
export class SignedWebhooks {
  private readonly secrets: readonly string[];
  private readonly rejections = new LogThrottle(10, 60_000);
  private unverified = 0;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly binding: StripeBinding,
    private readonly metrics: WebhookMetrics,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(SignedWebhooks.name);
    this.secrets = [...env.STRIPE_WEBHOOK_SECRET, ...env.STRIPE_CONNECT_WEBHOOK_SECRET];
  }

  /** @throws {InvalidWebhookError} @throws {PayloadTooLargeError} @throws {OverloadedError} */
  async read(request: IncomingMessage, response: ServerResponse): Promise<ReceivedEvent> {
    this.metrics.timeAnswer(response);
    try {
      return this.verify(await this.bodyOf(request), String(request.headers['stripe-signature']));
    } catch (error) {
      // Part of the body may still be under way: nothing after it on this connection could be told from it.
      response.setHeader('Connection', 'close');
      if (error instanceof InvalidWebhookError) this.complainOf(error);
      throw error;
    }
  }

  private complainOf({ diagnosis, detail: hint }: InvalidWebhookError): void {
    this.metrics.refused(diagnosis);
    const suppressed = this.rejections.admit(diagnosis);
    if (suppressed !== null) this.logger.warn({ diagnosis, hint, suppressed }, 'webhook refused');
  }

  private async bodyOf(request: IncomingMessage): Promise<Buffer> {
    if (typeof request.headers['stripe-signature'] !== 'string') throw new InvalidWebhookError('no_signature_header');
    const announced = request.headers['content-length'];
    const length = announced === undefined ? undefined : Number(announced);
    if (length !== undefined && length > BODY_LIMIT) throw new PayloadTooLargeError(BODY_LIMIT);
    if (this.unverified > UNVERIFIED_LIMIT) throw new OverloadedError('unverified bytes in flight');
    let held = 0;
    const count = (chunk: Buffer): void => {
      held += chunk.length;
      this.unverified += chunk.length;
      if (this.unverified > UNVERIFIED_LIMIT) request.destroy();
    };
    request.on('data', count);
    const timer = setTimeout(() => request.destroy(), BODY_TIMEOUT);
    try {
      return await getRawBody(request, { length, limit: BODY_LIMIT });
    } catch (error) {
      if (error instanceof Error && 'type' in error && error.type === 'entity.too.large') {
        throw new PayloadTooLargeError(BODY_LIMIT);
      }
      throw new InvalidWebhookError('not_an_event', 'the body did not arrive whole');
    } finally {
      clearTimeout(timer);
      request.off('data', count);
      this.unverified -= held;
    }
  }

  private verify(body: Buffer, header: string): ReceivedEvent {
    const check = checkSignature(body, header, this.secrets, this.env.WEBHOOK_TOLERANCE_SECONDS);
    if ('diagnosis' in check) throw new InvalidWebhookError(check.diagnosis, HINTS[check.diagnosis]);
    this.metrics.matched(check.secret);
    let event: ReceivedEvent | null;
    try {
      event = readEnvelope(body, this.binding.account);
    } catch {
      throw new InvalidWebhookError('not_json');
    }
    if (!event) throw new InvalidWebhookError('not_an_event');
    return event;
  }
}

const HINTS: Partial<Record<InvalidWebhookError['diagnosis'], string>> = {
  wrong_secret: 'no configured secret signs this body: compare STRIPE_WEBHOOK_SECRET with the endpoint, and its mode',
  parsed_body:
    'the body was parsed and serialized again on its way (pass the exact bytes), or you signed it with another secret',
  timestamp_too_old: 'the clock of this machine is ahead, or the request was replayed',
  timestamp_in_future: 'the clock of this machine is behind',
  no_secret_configured: 'set STRIPE_WEBHOOK_SECRET',
};
