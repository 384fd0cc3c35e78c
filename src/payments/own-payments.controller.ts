import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { RequireScope } from '../auth/scopes.decorator.js';
import { ApiProblems } from '../common/api-problems.decorator.js';
import type { Page } from '../common/cursor.js';
import { pageQuery } from '../common/schemas.js';
import { OwnPages, type PageQuery } from '../tenants/own-pages.js';
import { OWN_REFUNDS, type refundListed, refundsListed, showRefund } from './charges/own-refund.js';
import {
  OWN_PAYMENT_METHODS,
  type paymentMethodAnswer,
  paymentMethodsAnswer,
  showPaymentMethod,
} from './intents/own-payment-method.js';
import { OWN_PAYMENTS, type paymentAnswer, paymentsAnswer, showPayment } from './intents/own-payment.js';

/** What a tenant has paid, with what, and what it got back. */
@ApiTags('payments')
@Controller('stripe')
@RequireScope('billing')
export class OwnPaymentsController {
  constructor(private readonly pages: OwnPages) {}

  @Get('payments')
  @ApiOperation({ operationId: 'listPayments', summary: 'Your tenant’s payments, the newest first' })
  @ApiOkResponse({ standardSchema: paymentsAnswer })
  @ApiProblems('tenant_required')
  @Header('Cache-Control', 'no-store')
  payments(
    @CurrentCaller() caller: Caller,
    @Query({ schema: pageQuery }) query: PageQuery,
  ): Promise<Page<z.output<typeof paymentAnswer>>> {
    return this.pages.read({ sql: OWN_PAYMENTS, show: showPayment }, caller, query);
  }

  @Get('refunds')
  @ApiOperation({ operationId: 'listRefunds', summary: 'What your tenant got back, the newest first' })
  @ApiOkResponse({ standardSchema: refundsListed })
  @ApiProblems('tenant_required')
  @Header('Cache-Control', 'no-store')
  refunds(
    @CurrentCaller() caller: Caller,
    @Query({ schema: pageQuery }) query: PageQuery,
  ): Promise<Page<z.output<typeof refundListed>>> {
    return this.pages.read({ sql: OWN_REFUNDS, show: showRefund }, caller, query);
  }

  @Get('payment-methods')
  @ApiOperation({
    operationId: 'listPaymentMethods',
    summary: 'Your tenant’s cards and the like, as far as they may be shown',
  })
  @ApiOkResponse({ standardSchema: paymentMethodsAnswer })
  @ApiProblems('tenant_required')
  @Header('Cache-Control', 'no-store')
  paymentMethods(
    @CurrentCaller() caller: Caller,
    @Query({ schema: pageQuery }) query: PageQuery,
  ): Promise<Page<z.output<typeof paymentMethodAnswer>>> {
    return this.pages.read({ sql: OWN_PAYMENT_METHODS, show: showPaymentMethod }, caller, query);
  }
}
