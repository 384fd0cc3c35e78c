import { Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { EventIngest } from './event-ingest.js';
import { StripeSignatureGuard, verifiedEvent } from './stripe-signature.guard.js';

/** Always the same answer: made once, and not by Express, whose way takes a twentieth of a delivery's time. */
const BODY = Buffer.from('{"received":true}');
const HEADERS = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': BODY.length };

/** Where Stripe delivers. The first path is ours; the others are where endpoints of migrated systems point. */
@Controller(['webhooks/stripe', 'api/webhooks/stripe', 'stripe/webhook'])
@UseGuards(StripeSignatureGuard)
export class WebhooksController {
  constructor(private readonly ingest: EventIngest) {}

  /** 200 means that the event is committed. */
  @Post()
  async receive(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.ingest.accept(verifiedEvent(request));
    response.writeHead(200, HEADERS).end(BODY);
  }
}
