import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import { pageOf, type Page } from '../../common/cursor.js';
import { pageQuery } from '../../common/schemas.js';
import {
  holdId,
  holdsAnswer,
  releaseAnswer,
  releaseBody,
  showHold,
  type HoldAnswer,
  type ReleaseAnswer,
  type ReleaseBody,
} from './hold.answers.js';
import { HoldReleases } from './hold-releases.js';
import { ReleaseRepository } from './release.repository.js';

/** What is held now. */
@ApiTags('compliance')
@Controller('stripe/compliance/holds')
@RequireScope('operations')
export class HoldsController {
  constructor(
    private readonly holds: ReleaseRepository,
    private readonly releases: HoldReleases,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listHolds', summary: 'What holds now, by rules and by what banks say, newest first' })
  @ApiOkResponse({ standardSchema: holdsAnswer })
  @Header('Cache-Control', 'no-store')
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ): Promise<Page<HoldAnswer>> {
    return pageOf(await this.holds.page(caller.account, query), query.limit, showHold);
  }

  @Post(':id/release')
  @HttpCode(200)
  @ApiOperation({ operationId: 'releaseHold', summary: 'Let through what is held' })
  @ApiOkResponse({ standardSchema: releaseAnswer })
  @ApiProblems('not_found', 'not_releasable')
  release(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: holdId }) id: string,
    @Body({ schema: releaseBody }) body: ReleaseBody,
  ): Promise<ReleaseAnswer> {
    return this.releases.release(caller, id, body);
  }
}
