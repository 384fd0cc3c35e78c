import { Body, Controller, Get, Header, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { RequireScope } from '../auth/scopes.decorator.js';
import { ApiProblems } from '../common/api-problems.decorator.js';
import { CALLS_STRIPE } from '../common/stripe-call.errors.js';
import { StripeIdempotencyKey } from '../idempotency/stripe-idempotency-key.decorator.js';
import { customerAnswer, customerBody, type CustomerAnswer, type CustomerBody } from './own-customer.requests.js';
import { OwnCustomer } from './own-customer.service.js';

/** Who is billed. */
@ApiTags('customer')
@Controller('stripe/customer')
@RequireScope('billing')
export class OwnCustomerController {
  constructor(private readonly customer: OwnCustomer) {}

  @Get()
  @ApiOperation({ operationId: 'getCustomer', summary: 'Name, address and tax ids on your tenant’s invoices' })
  @ApiOkResponse({ standardSchema: customerAnswer })
  @ApiProblems('tenant_required', 'not_found', ...CALLS_STRIPE)
  @Header('Cache-Control', 'no-store')
  read(@CurrentCaller() caller: Caller): Promise<CustomerAnswer> {
    return this.customer.read(caller);
  }

  @Patch()
  @ApiOperation({ operationId: 'updateCustomer', summary: 'Change what stands on your tenant’s invoices' })
  @ApiOkResponse({ standardSchema: customerAnswer })
  @ApiProblems('tenant_required', 'not_found', ...CALLS_STRIPE)
  change(
    @CurrentCaller() caller: Caller,
    @StripeIdempotencyKey() idempotencyKey: string,
    @Body({ schema: customerBody }) body: CustomerBody,
  ): Promise<CustomerAnswer> {
    return this.customer.change({ caller, idempotencyKey }, body);
  }
}
