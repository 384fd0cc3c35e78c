import { Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { EventIngest } from './event-ingest.js';
import { StripeSignatureGuard, verifiedEvent } from './stripe-signature.guard.js';

/** Where Stripe delivers. The first path is ours; the others are where endpoints of migrated systems point. */
@Controller(['webhooks/stripe', 'api/webhooks/stripe', 'stripe/webhook'])
@UseGuards(StripeSignatureGuard)
export class WebhooksController {
  constructor(private readonly ingest: EventIngest) {}

  /** 200 means that the event is committed. */
  @Post()
  @HttpCode(200)
  async receive(@Req() request: Request): Promise<{ received: true }> {
    await this.ingest.accept(verifiedEvent(request));
    return { received: true };
  }
}
