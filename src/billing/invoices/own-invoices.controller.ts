import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import type { Page } from '../../common/cursor.js';
import { pageQuery } from '../../common/schemas.js';
import { OwnPages, type PageQuery } from '../../tenants/own-pages.js';
import { type invoiceAnswer, invoicesAnswer, OWN_INVOICES, showInvoice } from './own-invoice.js';

@ApiTags('invoices')
@Controller('stripe/invoices')
@RequireScope('billing')
export class OwnInvoicesController {
  constructor(private readonly pages: OwnPages) {}

  @Get()
  @ApiOperation({ operationId: 'listInvoices', summary: 'Your tenant’s invoices, the newest first' })
  @ApiOkResponse({ standardSchema: invoicesAnswer })
  @ApiProblems('tenant_required')
  @Header('Cache-Control', 'no-store')
  list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: pageQuery }) query: PageQuery,
  ): Promise<Page<z.output<typeof invoiceAnswer>>> {
    return this.pages.read({ sql: OWN_INVOICES, show: showInvoice }, caller, query);
  }
}
