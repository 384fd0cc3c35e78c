import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import type { Page } from '../../common/cursor.js';
import { pageQuery } from '../../common/schemas.js';
import { reachOf } from '../operator.js';
import { requireWholeReach } from '../whole-reach.js';
import { runAnswer, type RunAnswer } from './run.answers.js';
import { verifyRunBody, type VerifyRunBody } from './run.requests.js';
import {
  differencesAnswer,
  differencesQuery,
  verifyResultsAnswer,
  verifyStateAnswer,
  type DifferenceAnswer,
  type DifferencesQuery,
  type VerifyResultAnswer,
  type VerifyStateAnswer,
} from './verify.answers.js';
import { VerifyRuns } from './verify-runs.js';
import { VerifyView } from './verify.view.js';

/** Whether the rows are what Stripe says. */
@ApiTags('operations')
@Controller('operations/verify')
@RequireScope('operations')
export class VerifyController {
  constructor(
    private readonly view: VerifyView,
    private readonly runs: VerifyRuns,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'getVerifyState', summary: 'The last comparisons with Stripe, and what is not right' })
  @ApiOkResponse({ standardSchema: verifyStateAnswer })
  @ApiProblems('tenant_bound', 'platform_only')
  @Header('Cache-Control', 'no-store')
  async show(@CurrentCaller() caller: Caller): Promise<VerifyStateAnswer> {
    requireWholeReach(caller);
    return this.view.state();
  }

  @Get('results')
  @ApiOperation({ operationId: 'listVerifyResults', summary: 'Comparisons that have ended, newest first' })
  @ApiOkResponse({ standardSchema: verifyResultsAnswer })
  @ApiProblems('tenant_bound', 'platform_only')
  @Header('Cache-Control', 'no-store')
  async results(
    @CurrentCaller() caller: Caller,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ): Promise<Page<VerifyResultAnswer>> {
    requireWholeReach(caller);
    return this.view.results(query);
  }

  @Get('differences')
  @ApiOperation({
    operationId: 'listVerifyDifferences',
    summary: 'Rows known not to be what Stripe says, newest first',
  })
  @ApiOkResponse({ standardSchema: differencesAnswer })
  @ApiProblems('tenant_bound')
  @Header('Cache-Control', 'no-store')
  differences(
    @CurrentCaller() caller: Caller,
    @Query({ schema: differencesQuery }) query: DifferencesQuery,
  ): Promise<Page<DifferenceAnswer>> {
    return this.view.differences(reachOf(caller), query);
  }

  @Post('runs')
  @HttpCode(202)
  @ApiOperation({ operationId: 'startVerify', summary: 'Compare rows with Stripe’s objects, and repair them if asked' })
  @ApiAcceptedResponse({ standardSchema: runAnswer })
  @ApiProblems('tenant_bound', 'platform_only', 'bound_to_another', 'no_stripe_key', 'run_under_way')
  @Header('Cache-Control', 'no-store')
  start(@CurrentCaller() caller: Caller, @Body({ schema: verifyRunBody }) body: VerifyRunBody): Promise<RunAnswer> {
    return this.runs.start(caller, body);
  }
}
