import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import type { Page } from '../../common/cursor.js';
import { pageQuery } from '../../common/schemas.js';
import { AnsweredAnew } from '../../idempotency/answered-anew.decorator.js';
import { accountWithin, oneAccountWithin, reachOf } from '../operator.js';
import { customerId } from '../operator.requests.js';
import { customerQuery, timelineQuery, type CustomerQuery, type TimelineQuery } from './customer-view.requests.js';
import { customerPageAnswer, type CustomerPage } from './page/customer-page.answers.js';
import { CustomerPages } from './page/customer-pages.js';
import { customersAnswer, type FoundAnswer } from './search/customer-search.answers.js';
import { customersQuery, searchBody, type CustomersQuery, type SearchBody } from './search/customer-search.requests.js';
import { CustomerSearch } from './search/customer-search.js';
import { timelineAnswer, type HappeningAnswer } from './timeline/timeline.answers.js';
import { Timeline } from './timeline/timeline.js';

const REFUSALS = ['tenant_bound', 'bound_to_another'] as const;

/** Who a customer is to us, and why it has access, or has none. */
@ApiTags('operations')
@Controller('operations/customers')
@RequireScope('operations')
export class CustomersController {
  constructor(
    private readonly search: CustomerSearch,
    private readonly pages: CustomerPages,
    private readonly timelines: Timeline,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'findCustomers', summary: 'Customers by their id, or their tenant’s' })
  @ApiOkResponse({ standardSchema: customersAnswer })
  @ApiProblems(...REFUSALS)
  @Header('Cache-Control', 'no-store')
  find(
    @CurrentCaller() caller: Caller,
    @Query({ schema: customersQuery }) { q, account, ...page }: CustomersQuery,
  ): Promise<Page<FoundAnswer>> {
    return this.search.find({ any: q }, accountWithin(reachOf(caller), account), page);
  }

  @Post('search')
  @HttpCode(200)
  @AnsweredAnew()
  @ApiOperation({
    operationId: 'searchCustomers',
    summary: 'Customers by id, tenant or mail address, which is in no address or log this way',
  })
  @ApiOkResponse({ standardSchema: customersAnswer })
  @ApiProblems(...REFUSALS)
  @Header('Cache-Control', 'no-store')
  searchFor(
    @CurrentCaller() caller: Caller,
    @Query({ schema: pageQuery }) page: z.output<typeof pageQuery>,
    @Body({ schema: searchBody }) { account, ...sought }: SearchBody,
  ): Promise<Page<FoundAnswer>> {
    return this.search.find(sought, accountWithin(reachOf(caller), account), page);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getCustomerPage', summary: 'Why a customer has access, or has none' })
  @ApiOkResponse({ standardSchema: customerPageAnswer })
  @ApiProblems('not_found', ...REFUSALS)
  @Header('Cache-Control', 'no-store')
  page(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: customerId }) id: string,
    @Query({ schema: customerQuery }) { account, feature }: CustomerQuery,
  ): Promise<CustomerPage> {
    return this.pages.of({ account: oneAccountWithin(reachOf(caller), account), id }, feature ?? null);
  }

  @Get(':id/timeline')
  @ApiOperation({ operationId: 'getCustomerTimeline', summary: 'What happened to a customer, the newest first' })
  @ApiOkResponse({ standardSchema: timelineAnswer })
  @ApiProblems('not_found', ...REFUSALS)
  @Header('Cache-Control', 'no-store')
  timeline(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: customerId }) id: string,
    @Query({ schema: timelineQuery }) { account, ...page }: TimelineQuery,
  ): Promise<Page<HappeningAnswer>> {
    return this.timelines.page({ account: oneAccountWithin(reachOf(caller), account), id }, page);
  }
}
