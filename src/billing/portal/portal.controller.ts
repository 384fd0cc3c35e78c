import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import { CALLS_STRIPE } from '../../common/stripe-call.errors.js';
import { AnswerLasts } from '../../idempotency/answer-lasts.decorator.js';
import { StripeIdempotencyKey } from '../../idempotency/stripe-idempotency-key.decorator.js';
import { portalBody, portalSession, type PortalBody, type PortalSession } from './portal.requests.js';
import { PortalService } from './portal.service.js';

/** Stripe's customer portal. */
@ApiTags('portal')
@Controller('stripe/portal/sessions')
@RequireScope('billing')
export class PortalController {
  constructor(private readonly portal: PortalService) {}

  @Post()
  @AnswerLasts(60)
  @ApiOperation({ operationId: 'createPortalSession', summary: 'Let your tenant see to its billing on Stripe’s page' })
  @ApiCreatedResponse({ standardSchema: portalSession })
  @ApiProblems('tenant_required', 'not_found', 'no_customer', 'no_live_subscription', ...CALLS_STRIPE)
  open(
    @CurrentCaller() caller: Caller,
    @StripeIdempotencyKey() idempotencyKey: string,
    @Body({ schema: portalBody }) body: PortalBody,
  ): Promise<PortalSession> {
    return this.portal.open({ caller, idempotencyKey }, body);
  }
}
