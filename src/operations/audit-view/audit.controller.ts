import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import type { Page } from '../../common/cursor.js';
import { reachOf } from '../operator.js';
import { auditAnswer, auditQuery, type AuditEntryAnswer, type AuditQuery } from './audit.answers.js';
import { AuditView } from './audit.view.js';

/** Who changed what. */
@ApiTags('operations')
@Controller('operations/audit')
@RequireScope('operations')
export class AuditController {
  constructor(private readonly audit: AuditView) {}

  @Get()
  @ApiOperation({
    operationId: 'listAuditEntries',
    summary: 'What was changed on request, newest first',
    description: 'A page may be short, or empty, and have a `nextCursor` all the same: so far it has looked.',
  })
  @ApiOkResponse({ standardSchema: auditAnswer })
  @ApiProblems('tenant_bound')
  @Header('Cache-Control', 'no-store')
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: auditQuery }) query: AuditQuery,
  ): Promise<Page<AuditEntryAnswer>> {
    return this.audit.page(reachOf(caller), query);
  }
}
