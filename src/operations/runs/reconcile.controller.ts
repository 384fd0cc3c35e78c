import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import type { Page } from '../../common/cursor.js';
import { reachOf } from '../operator.js';
import { requireWholeReach } from '../whole-reach.js';
import {
  checkpointsAnswer,
  checkpointsQuery,
  gapsAnswer,
  gapsQuery,
  reconcileStateAnswer,
  type CheckpointAnswer,
  type CheckpointsQuery,
  type GapAnswer,
  type GapsQuery,
  type ReconcileStateAnswer,
} from './reconcile.answers.js';
import { ReconcileRuns } from './reconcile-runs.js';
import { ReconcileView } from './reconcile.view.js';
import { runAnswer, type RunAnswer } from './run.answers.js';
import { reconcileRunBody, type ReconcileRunBody } from './run.requests.js';

/** Whether the log has every event that Stripe has. */
@ApiTags('operations')
@Controller('operations/reconcile')
@RequireScope('operations')
export class ReconcileController {
  constructor(
    private readonly view: ReconcileView,
    private readonly runs: ReconcileRuns,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'getReconcileState', summary: 'How far events have been compared with Stripe’s' })
  @ApiOkResponse({ standardSchema: reconcileStateAnswer })
  @ApiProblems('tenant_bound', 'platform_only')
  @Header('Cache-Control', 'no-store')
  async show(@CurrentCaller() caller: Caller): Promise<ReconcileStateAnswer> {
    requireWholeReach(caller);
    return this.view.state();
  }

  @Get('accounts')
  @ApiOperation({ operationId: 'listReconciledAccounts', summary: 'The same of each connected account, by id' })
  @ApiOkResponse({ standardSchema: checkpointsAnswer })
  @ApiProblems('tenant_bound')
  @Header('Cache-Control', 'no-store')
  accounts(
    @CurrentCaller() caller: Caller,
    @Query({ schema: checkpointsQuery }) query: CheckpointsQuery,
  ): Promise<Page<CheckpointAnswer>> {
    return this.view.accounts(reachOf(caller), query);
  }

  @Get('gaps')
  @ApiOperation({
    operationId: 'listReconcileGaps',
    summary: 'Events that no webhook had brought, the last found first',
  })
  @ApiOkResponse({ standardSchema: gapsAnswer })
  @ApiProblems('tenant_bound')
  @Header('Cache-Control', 'no-store')
  gaps(@CurrentCaller() caller: Caller, @Query({ schema: gapsQuery }) query: GapsQuery): Promise<Page<GapAnswer>> {
    return this.view.gaps(reachOf(caller), query);
  }

  @Post('runs')
  @HttpCode(202)
  @ApiOperation({ operationId: 'startReconcile', summary: 'Compare the events of every account with Stripe’s, now' })
  @ApiAcceptedResponse({ standardSchema: runAnswer })
  @ApiProblems('tenant_bound', 'platform_only', 'no_stripe_key', 'run_under_way')
  @Header('Cache-Control', 'no-store')
  async start(
    @CurrentCaller() caller: Caller,
    @Body({ schema: reconcileRunBody }) { reason }: ReconcileRunBody,
  ): Promise<RunAnswer> {
    requireWholeReach(caller);
    return this.runs.start(caller, reason);
  }
}
