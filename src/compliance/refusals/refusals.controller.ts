import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { pageOf, type Page } from '../../common/cursor.js';
import { pageQuery } from '../../common/schemas.js';
import { HeldRequestRepository } from './held-request.repository.js';
import { refusalsAnswer, showRefusal, type RefusalAnswer } from './refusal.answers.js';

/** Who was refused. */
@ApiTags('compliance')
@Controller('stripe/compliance/refusals')
@RequireScope('operations')
export class RefusalsController {
  constructor(private readonly refusals: HeldRequestRepository) {}

  @Get()
  @ApiOperation({ operationId: 'listRefusals', summary: 'Checkouts and refunds that were refused, the newest first' })
  @ApiOkResponse({ standardSchema: refusalsAnswer })
  @Header('Cache-Control', 'no-store')
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ): Promise<Page<RefusalAnswer>> {
    return pageOf(await this.refusals.page(caller.account, query), query.limit, showRefusal);
  }
}
