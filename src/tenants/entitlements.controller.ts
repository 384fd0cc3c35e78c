import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { tenantOf, type Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { RequireScope } from '../auth/scopes.decorator.js';
import { ApiProblems } from '../common/api-problems.decorator.js';
import { NotFoundError } from '../common/request.errors.js';
import { EntitlementService } from './entitlement.service.js';
import type { Entitlements } from './entitlements.js';
import { entitlementsAnswer } from './entitlements.answers.js';

/** What a tenant may use: for frontends, and for services of your own in another language. */
@ApiTags('entitlements')
@Controller('stripe/entitlements')
@RequireScope('billing')
export class EntitlementsController {
  constructor(private readonly entitlements: EntitlementService) {}

  /** Of the tenant for which the caller acts. */
  @Get()
  @ApiOperation({ operationId: 'getEntitlements', summary: 'What your tenant may use' })
  @ApiOkResponse({ standardSchema: entitlementsAnswer })
  @ApiProblems('tenant_required')
  @Header('Cache-Control', 'no-store')
  ofOwn(@CurrentCaller() caller: Caller): Promise<Entitlements> {
    return this.entitlements.featuresOf(caller.account, tenantOf(caller));
  }

  /** Another tenant's are not found, whether there is one or not; a key that is bound to no tenant finds all. */
  @Get(':tenantId')
  @ApiOperation({ operationId: 'getEntitlementsOfTenant', summary: 'What a tenant may use' })
  @ApiOkResponse({ standardSchema: entitlementsAnswer })
  @ApiProblems('not_found', 'invalid_id')
  @Header('Cache-Control', 'no-store')
  ofTenant(@CurrentCaller() caller: Caller, @Param('tenantId') tenantId: string): Promise<Entitlements> {
    const mayAsk = caller.kind === 'key' && caller.tenantId === null;
    if (!mayAsk && tenantId !== caller.tenantId) throw new NotFoundError();
    return this.entitlements.featuresOf(caller.account, tenantId);
  }
}
