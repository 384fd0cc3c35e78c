import { Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { Public } from '../auth/public.decorator.js';
import { RawBody } from '../common/raw-body.decorator.js';
import { EventIngest } from './event-ingest.js';
import { StripeSignatureGuard, verifiedEvent } from './stripe-signature.guard.js';

/** Always the same answer: made once, and not by Express, whose way takes a twentieth of a delivery's time. */
const BODY = Buffer.from('{"received":true}');
const HEADERS = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': BODY.length };

/** The first path is ours; the others are where endpoints of migrated systems point. */
export const WEBHOOK_PATHS = ['webhooks/stripe', 'api/webhooks/stripe', 'stripe/webhook'];

/** Where Stripe delivers: who it is, its signature says. The API's description has it among its webhooks. */
@ApiExcludeController()
@Controller(WEBHOOK_PATHS)
@Public()
@RawBody()
@SkipThrottle()
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
