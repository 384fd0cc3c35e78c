import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import type { Page } from '../../common/cursor.js';
import { reachOf } from '../operator.js';
import { runAnswer, runsAnswer, type RunAnswer } from './run.answers.js';
import { runId, runsQuery, type RunsQuery } from './run.requests.js';
import { RunList } from './run-list.js';

/** What operators have had run, and how far it has come. */
@ApiTags('operations')
@Controller('operations/runs')
@RequireScope('operations')
export class RunsController {
  constructor(private readonly runs: RunList) {}

  @Get()
  @ApiOperation({ operationId: 'listRuns', summary: 'Runs that operators have asked for, newest first' })
  @ApiOkResponse({ standardSchema: runsAnswer })
  @ApiProblems('tenant_bound')
  @Header('Cache-Control', 'no-store')
  list(@CurrentCaller() caller: Caller, @Query({ schema: runsQuery }) query: RunsQuery): Promise<Page<RunAnswer>> {
    return this.runs.page(reachOf(caller), query);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getRun', summary: 'One run, and how far it has come' })
  @ApiOkResponse({ standardSchema: runAnswer })
  @ApiProblems('tenant_bound', 'not_found')
  @Header('Cache-Control', 'no-store')
  show(@CurrentCaller() caller: Caller, @Param('id', { schema: runId }) id: string): Promise<RunAnswer> {
    return this.runs.find(reachOf(caller), id);
  }
}
