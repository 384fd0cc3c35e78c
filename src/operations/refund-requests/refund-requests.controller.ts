import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireAlso, RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import type { Page } from '../../common/cursor.js';
import { requestAnswer, requestsAnswer, type RequestAnswer } from '../../payments/refunds/open-request.answers.js';
import { RefundReleases } from '../../payments/refunds/refund-releases.js';
import { accountWithin, reachOf } from '../operator.js';
import {
  releaseBody,
  requestId,
  requestsQuery,
  type ReleaseBody,
  type RequestsQuery,
} from './refund-requests.requests.js';

/** Refunds that were asked for here, and what they hold. */
@ApiTags('operations')
@Controller('operations/refund-requests')
@RequireScope('operations')
export class RefundRequestsController {
  constructor(private readonly releases: RefundReleases) {}

  @Get()
  @ApiOperation({ operationId: 'listRefundRequests', summary: 'Refunds that were asked for, by default those in hand' })
  @ApiOkResponse({ standardSchema: requestsAnswer })
  @ApiProblems('tenant_bound', 'bound_to_another')
  @Header('Cache-Control', 'no-store')
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: requestsQuery }) { account, state, ...page }: RequestsQuery,
  ): Promise<Page<RequestAnswer>> {
    return this.releases.list(accountWithin(reachOf(caller), account), state, page);
  }

  @Post(':id/release')
  @HttpCode(200)
  @RequireAlso('refunds')
  @ApiOperation({
    operationId: 'releaseRefundRequest',
    summary: 'Say how a refund ended of which Stripe will never tell',
  })
  @ApiOkResponse({ standardSchema: requestAnswer })
  @ApiProblems('tenant_bound', 'not_found', 'refund_settled', 'refund_may_be_made')
  release(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: requestId }) id: string,
    @Body({ schema: releaseBody }) body: ReleaseBody,
  ): Promise<RequestAnswer> {
    return this.releases.release(caller, reachOf(caller), id, body);
  }
}
