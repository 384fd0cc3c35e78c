import { Body, Controller, Get, Header, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import { CALLS_STRIPE } from '../../common/stripe-call.errors.js';
import { StripeIdempotencyKey } from '../../idempotency/stripe-idempotency-key.decorator.js';
import { refundAnswer, type RefundAnswer } from './refund.answers.js';
import { refundBody, refundId, type RefundBody } from './refund.requests.js';
import { RefundService } from './refund.service.js';

/** Giving money back. */
@ApiTags('payments')
@Controller('stripe/refunds')
@RequireScope('refunds')
export class RefundsController {
  constructor(private readonly refunds: RefundService) {}

  @Post()
  @ApiOperation({ operationId: 'createRefund', summary: 'Refund a payment, in full or in part' })
  @ApiCreatedResponse({ standardSchema: refundAnswer })
  @ApiProblems(
    'tenant_required',
    'platform_key_required',
    'not_found',
    'held',
    'charge_unpaid',
    'charge_uncaptured',
    'charge_disputed',
    'charge_already_refunded',
    'refund_too_large',
    ...CALLS_STRIPE,
  )
  create(
    @CurrentCaller() caller: Caller,
    @StripeIdempotencyKey() idempotencyKey: string,
    @Body({ schema: refundBody }) body: RefundBody,
  ): Promise<RefundAnswer> {
    return this.refunds.create({ caller, idempotencyKey }, body);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getRefund', summary: 'What became of a refund, or of the request for it' })
  @ApiOkResponse({ standardSchema: refundAnswer })
  @ApiProblems('tenant_required', 'not_found')
  @Header('Cache-Control', 'no-store')
  find(@CurrentCaller() caller: Caller, @Param('id', { schema: refundId }) id: string): Promise<RefundAnswer> {
    return this.refunds.find(caller, id);
  }
}
