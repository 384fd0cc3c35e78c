import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../../auth/caller.js';
import { CurrentCaller } from '../../../auth/current-caller.decorator.js';
import { RequireScope } from '../../../auth/scopes.decorator.js';
import { ApiProblems } from '../../../common/api-problems.decorator.js';
import { reachOf } from '../../operator.js';
import { failuresAnswer, type FailuresAnswer } from './failure.answers.js';
import { FailureGroups } from './failure-groups.js';

/** What failed, by what went wrong. */
@ApiTags('operations')
@Controller('operations/failures')
@RequireScope('operations')
export class FailuresController {
  constructor(private readonly failures: FailureGroups) {}

  @Get()
  @ApiOperation({
    operationId: 'listFailures',
    summary: 'Failed and dead events, grouped by what went wrong, most first',
  })
  @ApiOkResponse({ standardSchema: failuresAnswer })
  @ApiProblems('tenant_bound')
  @Header('Cache-Control', 'no-store')
  list(@CurrentCaller() caller: Caller): Promise<FailuresAnswer> {
    return this.failures.list(reachOf(caller));
  }
}
