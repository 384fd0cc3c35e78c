import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import type { Page } from '../../common/cursor.js';
import { reachOf } from '../operator.js';
import {
  apiKeysAnswer,
  keyId,
  keysQuery,
  newApiKeyAnswer,
  newKeyBody,
  revokeBody,
  revokedKeyAnswer,
  type ApiKeyAnswer,
  type KeysQuery,
  type NewApiKeyAnswer,
  type NewKeyBody,
  type RevokeBody,
  type RevokedKeyAnswer,
} from './key.answers.js';
import { IssuedKeys } from './issued-keys.js';

/** Keys of backends and operators. */
@ApiTags('operations')
@Controller('operations/api-keys')
@RequireScope('operations')
export class KeysController {
  constructor(private readonly keys: IssuedKeys) {}

  @Get()
  @ApiOperation({ operationId: 'listApiKeys', summary: 'API keys without themselves, newest first' })
  @ApiOkResponse({ standardSchema: apiKeysAnswer })
  @ApiProblems('tenant_bound')
  @Header('Cache-Control', 'no-store')
  list(@CurrentCaller() caller: Caller, @Query({ schema: keysQuery }) query: KeysQuery): Promise<Page<ApiKeyAnswer>> {
    return this.keys.page(reachOf(caller), query);
  }

  @Post()
  @ApiOperation({ operationId: 'createApiKey', summary: 'Make an API key that may do no more than the caller' })
  @ApiCreatedResponse({ standardSchema: newApiKeyAnswer })
  @ApiProblems('tenant_bound', 'exceeds_own_access')
  @Header('Cache-Control', 'no-store')
  create(@CurrentCaller() caller: Caller, @Body({ schema: newKeyBody }) body: NewKeyBody): Promise<NewApiKeyAnswer> {
    return this.keys.create(caller, body);
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @ApiOperation({ operationId: 'revokeApiKey', summary: 'Refuse an API key from the next request on' })
  @ApiOkResponse({ standardSchema: revokedKeyAnswer })
  @ApiProblems('tenant_bound', 'not_found')
  @Header('Cache-Control', 'no-store')
  revoke(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: keyId }) id: string,
    @Body({ schema: revokeBody }) body: RevokeBody,
  ): Promise<RevokedKeyAnswer> {
    return this.keys.revoke(caller, id, body);
  }
}
