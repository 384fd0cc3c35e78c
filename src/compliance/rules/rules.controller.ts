import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import type { Page } from '../../common/cursor.js';
import { StripeIdempotencyKey } from '../../idempotency/stripe-idempotency-key.decorator.js';
import { ComplianceRules } from './compliance-rules.js';
import { ruleAnswer, rulesAnswer, type RuleAnswer } from './rule.answers.js';
import {
  endBody,
  ruleBody,
  ruleId,
  rulesQuery,
  type EndBody,
  type RuleBody,
  type RulesQuery,
} from './rule.requests.js';

/** What an operator puts a stop to. */
@ApiTags('compliance')
@Controller('stripe/compliance/rules')
@RequireScope('operations')
export class RulesController {
  constructor(private readonly rules: ComplianceRules) {}

  @Get()
  @ApiOperation({ operationId: 'listComplianceRules', summary: 'The rules, the newest first' })
  @ApiOkResponse({ standardSchema: rulesAnswer })
  @Header('Cache-Control', 'no-store')
  list(@CurrentCaller() caller: Caller, @Query({ schema: rulesQuery }) query: RulesQuery): Promise<Page<RuleAnswer>> {
    return this.rules.list(caller, query);
  }

  @Post()
  @ApiOperation({ operationId: 'createComplianceRule', summary: 'Hold or refuse what meets all conditions' })
  @ApiCreatedResponse({ standardSchema: ruleAnswer })
  add(
    @CurrentCaller() caller: Caller,
    @StripeIdempotencyKey() idempotencyKey: string,
    @Body({ schema: ruleBody }) body: RuleBody,
  ): Promise<RuleAnswer> {
    return this.rules.add({ caller, idempotencyKey }, body);
  }

  @Post(':id/end')
  @HttpCode(200)
  @ApiOperation({ operationId: 'endComplianceRule', summary: 'End a rule; it stays in the list of those that ended' })
  @ApiOkResponse({ standardSchema: ruleAnswer })
  @ApiProblems('not_found')
  end(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: ruleId }) id: string,
    @Body({ schema: endBody }) body: EndBody,
  ): Promise<RuleAnswer> {
    return this.rules.end(caller, id, body);
  }
}
