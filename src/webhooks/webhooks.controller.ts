import { Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { Public } from '../auth/public.decorator.js';
import { RawBody } from '../common/raw-body.decorator.js';
import { EventIngest } from './event-ingest.js';
import { StripeSignatureGuard, verifiedEvent } from './stripe-signature.guard.js';
import { answerReceived, WEBHOOK_PATHS } from './webhook-answer.js';

/**
 * Where Stripe delivers: who it is, its signature says. The API's description has it among its webhooks. What comes by
 * one of the paths to the letter, `DirectWebhooks` answers before it gets here, with the same parts.
 */
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
    answerReceived(response);
  }
}
