import { Controller, Get, Header, Param, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import { EtagInterceptor } from '../../common/etag.interceptor.js';
import { NotFoundError } from '../../common/request.errors.js';
import type { OfferedPlan } from './offered-plan.js';
import { PlanCatalog, type Catalog } from './plan-catalog.js';
import { planAnswer, plansAnswer } from './plans.answers.js';
import { planKey } from './price-choice.js';

/** What is for sale. */
@ApiTags('plans')
@Controller('stripe/plans')
@RequireScope('billing')
@UseInterceptors(EtagInterceptor)
export class PlansController {
  constructor(private readonly catalog: PlanCatalog) {}

  @Get()
  @ApiOperation({ operationId: 'listPlans', summary: 'The plans for sale, the cheapest first' })
  @ApiOkResponse({ standardSchema: plansAnswer })
  @Header('Cache-Control', 'private, no-cache')
  list(@CurrentCaller() { account }: Caller): Promise<Catalog> {
    return this.catalog.of(account);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getPlan', summary: 'One plan' })
  @ApiOkResponse({ standardSchema: planAnswer })
  @ApiProblems('not_found')
  @Header('Cache-Control', 'private, no-cache')
  async find(@CurrentCaller() { account }: Caller, @Param('id', { schema: planKey }) id: string): Promise<OfferedPlan> {
    const { data } = await this.catalog.of(account);
    const plan = data.find((offered) => offered.id === id);
    if (plan) return plan;
    throw new NotFoundError();
  }
}
