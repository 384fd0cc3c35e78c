import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ReceivedEvent } from './received-event.js';
import { SignedWebhooks } from './signed-webhooks.js';

const verified = new WeakMap<Request, ReceivedEvent>();

/** The event that the guard found in this request. */
export function verifiedEvent(request: Request): ReceivedEvent {
  const event = verified.get(request);
  if (!event) throw new TypeError('this route is not behind StripeSignatureGuard');
  return event;
}

/** Lets through what Stripe signed for this endpoint. */
@Injectable()
export class StripeSignatureGuard implements CanActivate {
  constructor(private readonly signed: SignedWebhooks) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    verified.set(request, await this.signed.read(request, http.getResponse<Response>()));
    return true;
  }
}
