import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import { CALLS_STRIPE } from '../../common/stripe-call.errors.js';
import { stripeId } from '../../common/schemas.js';
import { StripeIdempotencyKey } from '../../idempotency/stripe-idempotency-key.decorator.js';
import { connectedSession, type ConnectedSession } from './connected-checkout.answers.js';
import { connectedCheckoutBody, type ConnectedCheckoutBody } from './connected-checkout.requests.js';
import { ConnectedCheckoutService } from './connected-checkout.service.js';

/** Selling for others. */
@ApiTags('connect')
@Controller('stripe/connect/accounts/:id/checkout/sessions')
@RequireScope('billing')
export class ConnectedCheckoutController {
  constructor(private readonly checkout: ConnectedCheckoutService) {}

  @Post()
  @ApiOperation({
    operationId: 'createConnectedCheckoutSession',
    summary: 'Sell for a connected account, and keep a fee (unbound API keys only)',
  })
  @ApiCreatedResponse({ standardSchema: connectedSession })
  @ApiProblems(
    'platform_only',
    'tenant_required',
    'platform_key_required',
    'not_found',
    'account_not_enabled',
    'account_disconnected',
    'not_for_sale',
    'already_subscribed',
    'held',
    ...CALLS_STRIPE,
  )
  open(
    @CurrentCaller() caller: Caller,
    @StripeIdempotencyKey() idempotencyKey: string,
    @Param('id', { schema: stripeId('acct') }) id: string,
    @Body({ schema: connectedCheckoutBody }) body: ConnectedCheckoutBody,
  ): Promise<ConnectedSession> {
    return this.checkout.open({ caller, idempotencyKey }, id, body);
  }
}
