import { Controller, Get, Header, type ExecutionContext, type StreamableFile } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import { requireWholeReach } from '../whole-reach.js';
import { LiveOverview } from './live-overview.js';
import { overviewAnswer, type OverviewAnswer } from './overview.answers.js';
import { OverviewReader } from './overview.reader.js';
import { RequestContext } from './request-context.decorator.js';

/** How it goes, at a glance: docs/operating.md has it figure by figure. */
@ApiTags('operations')
@Controller('operations')
@RequireScope('operations')
export class OverviewController {
  constructor(
    private readonly overview: OverviewReader,
    private readonly live: LiveOverview,
  ) {}

  @Get('overview')
  @ApiOperation({ operationId: 'getOverview', summary: 'How it goes, of all accounts and processes together' })
  @ApiOkResponse({ standardSchema: overviewAnswer })
  @ApiProblems('tenant_bound', 'platform_only')
  @Header('Cache-Control', 'no-store')
  async show(@CurrentCaller() caller: Caller): Promise<OverviewAnswer> {
    requireWholeReach(caller);
    return this.overview.read();
  }

  /**
   * The same as server-sent events, `overview` at first and whenever it has changed: not in the API's description, for
   * which an answer has an end.
   */
  @Get('live')
  @ApiExcludeEndpoint()
  @Header('Cache-Control', 'no-store, no-transform')
  @Header('X-Accel-Buffering', 'no')
  async watch(@CurrentCaller() caller: Caller, @RequestContext() request: ExecutionContext): Promise<StreamableFile> {
    requireWholeReach(caller);
    return this.live.watch(caller, request);
  }
}
