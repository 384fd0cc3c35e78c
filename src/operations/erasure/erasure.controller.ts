import { setTimeout as delay } from 'node:timers/promises';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PinoLogger } from 'nestjs-pino';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireAlso, RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import { describeError } from '../../common/describe-error.js';
import { InvalidRequestError } from '../../common/request.errors.js';
import { accountWithin, reachOf } from '../operator.js';
import {
  erasureAnswer,
  erasurePreviewAnswer,
  showErasure,
  showPreview,
  type ErasureAnswer,
  type ErasurePreviewAnswer,
} from './erasure.answers.js';
import { Erasure } from './erasure.js';
import { eraseBody, erasedCustomerId, erasureQuery, type EraseBody, type ErasureQuery } from './erasure.requests.js';

/** Milliseconds for an answer; what takes longer goes on. */
const PATIENCE = 20_000;
const REFUSALS = ['not_found', 'tenant_bound', 'bound_to_another'] as const;

/** A customer’s right to be forgotten. */
@ApiTags('operations')
@Controller('operations/customers')
@RequireScope('operations')
export class ErasureController {
  constructor(
    private readonly erasure: Erasure,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(ErasureController.name);
  }

  @Get(':id/erasure')
  @ApiOperation({ operationId: 'previewErasure', summary: 'What there is of a customer, and whether it is erased' })
  @ApiOkResponse({ standardSchema: erasurePreviewAnswer })
  @ApiProblems(...REFUSALS)
  @Header('Cache-Control', 'no-store')
  async preview(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: erasedCustomerId }) customerId: string,
    @Query({ schema: erasureQuery }) { account }: ErasureQuery,
  ): Promise<ErasurePreviewAnswer> {
    return showPreview(await this.erasure.preview({ account: accountOf(caller, account), customerId }));
  }

  @Post(':id/erase')
  @HttpCode(200)
  @RequireAlso('payloads')
  @ApiOperation({
    operationId: 'eraseCustomer',
    summary: 'Remove what is personal of a customer, for good, and keep it away',
  })
  @ApiOkResponse({ standardSchema: erasureAnswer })
  @ApiProblems(...REFUSALS)
  @Header('Cache-Control', 'no-store')
  async erase(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: erasedCustomerId }) customerId: string,
    @Query({ schema: erasureQuery }) query: ErasureQuery,
    @Body({ schema: eraseBody }) { reason, confirm }: EraseBody,
  ): Promise<ErasureAnswer> {
    if (confirm !== customerId) {
      throw new InvalidRequestError([{ pointer: '/confirm', detail: 'must be the id of the customer in the path' }]);
    }
    const account = accountOf(caller, query.account);
    const erasing = this.erasure.erase({ account, customerId, reason, caller });
    const result = await Promise.race([erasing, delay(PATIENCE, null, { ref: false })]);
    if (result) return showErasure(account, customerId, result);
    erasing.catch((error: unknown) => this.logger.warn({ reason: describeError(error) }, 'an erasure goes on later'));
    const { erasedAt, finishedAt } = showPreview(await this.erasure.preview({ account, customerId }));
    return { account, customer: customerId, erasedAt: erasedAt ?? new Date().toISOString(), finishedAt, cleared: null };
  }
}

const accountOf = (caller: Caller, asked: string | undefined): string => accountWithin(reachOf(caller), asked) ?? '';
