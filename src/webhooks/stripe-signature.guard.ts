import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
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

const verified = new WeakMap<Request, ReceivedEvent>();

/** The event that the guard found in this request. */
export function verifiedEvent(request: Request): ReceivedEvent {
  const event = verified.get(request);
  if (!event) throw new TypeError('this route is not behind StripeSignatureGuard');
  return event;
}

/**
 * Lets through what Stripe signed for this endpoint, and reads the body for it: raw, of any content type, and only
 * when there is a signature to check. Whatever is wrong, the caller learns one thing; the log learns why.
 */
@Injectable()
export class StripeSignatureGuard implements CanActivate {
  private readonly secrets: readonly string[];
  private readonly rejections = new LogThrottle(10, 60_000);
  private unverified = 0;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly binding: StripeBinding,
    private readonly metrics: WebhookMetrics,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(StripeSignatureGuard.name);
    this.secrets = [...env.STRIPE_WEBHOOK_SECRET, ...env.STRIPE_CONNECT_WEBHOOK_SECRET];
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    this.metrics.timeAnswer(context.switchToHttp().getResponse<Response>());
    try {
      verified.set(request, this.verify(await this.bodyOf(request), String(request.headers['stripe-signature'])));
      return true;
    } catch (error) {
      // Part of the body may still be under way: nothing after it on this connection could be told from it.
      context.switchToHttp().getResponse<Response>().setHeader('Connection', 'close');
      const rejection = error instanceof InvalidWebhookError ? error : null;
      if (rejection) this.metrics.refused(rejection.diagnosis);
      const suppressed = rejection && this.rejections.admit(rejection.diagnosis);
      if (rejection && suppressed !== null) {
        this.logger.warn({ diagnosis: rejection.diagnosis, hint: rejection.detail, suppressed }, 'webhook refused');
      }
      throw error;
    }
  }

  private async bodyOf(request: Request): Promise<Buffer> {
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
