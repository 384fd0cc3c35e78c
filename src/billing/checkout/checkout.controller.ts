import { Body, Controller, Get, Header, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { tenantOf, type Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import { CALLS_STRIPE } from '../../common/stripe-call.errors.js';
import { stripeId } from '../../common/schemas.js';
import { StripeIdempotencyKey } from '../../idempotency/stripe-idempotency-key.decorator.js';
import { checkoutState, openedSession, type CheckoutState, type OpenedSession } from './checkout.answers.js';
import { CheckoutLanding } from './checkout-landing.js';
import { checkoutBody, waitQuery, type CheckoutBody } from './checkout.requests.js';
import { CheckoutService } from './checkout.service.js';

/** Selling. */
@ApiTags('checkout')
@Controller('stripe/checkout/sessions')
@RequireScope('billing')
export class CheckoutController {
  constructor(
    private readonly checkout: CheckoutService,
    private readonly landing: CheckoutLanding,
  ) {}

  @Post()
  @ApiOperation({ operationId: 'createCheckoutSession', summary: 'Sell a plan on Stripe’s page' })
  @ApiCreatedResponse({ standardSchema: openedSession })
  @ApiProblems(
    'tenant_required',
    'not_for_sale',
    'already_subscribed',
    'checkout_in_flight',
    'trial_unavailable',
    'held',
    ...CALLS_STRIPE,
  )
  open(
    @CurrentCaller() caller: Caller,
    @StripeIdempotencyKey() idempotencyKey: string,
    @Body({ schema: checkoutBody }) body: CheckoutBody,
  ): Promise<OpenedSession> {
    return this.checkout.open({ caller, idempotencyKey }, body);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getCheckoutSession', summary: 'Whether it is paid, and what was bought active' })
  @ApiOkResponse({ standardSchema: checkoutState })
  @ApiProblems('tenant_required', 'not_found')
  @Header('Cache-Control', 'no-store')
  find(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: stripeId('cs') }) id: string,
    @Query({ schema: waitQuery }) { wait }: z.output<typeof waitQuery>,
  ): Promise<CheckoutState> {
    return this.landing.stateOf({ account: caller.account, id, tenantId: tenantOf(caller) }, wait);
  }
}
