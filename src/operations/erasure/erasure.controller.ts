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
import { oneAccountWithin, reachOf } from '../operator.js';
import { customerId } from '../operator.requests.js';
import {
  erasureAnswer,
  erasurePreviewAnswer,
  showErasure,
  showPreview,
  type ErasureAnswer,
  type ErasurePreviewAnswer,
} from './erasure.answers.js';
import { ErasureNotBegunError } from './erasure.errors.js';
import { Erasure } from './erasure.js';
import { eraseBody, erasureQuery, type EraseBody, type ErasureQuery } from './erasure.requests.js';

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
    @Param('id', { schema: customerId }) id: string,
    @Query({ schema: erasureQuery }) { account }: ErasureQuery,
  ): Promise<ErasurePreviewAnswer> {
    const customer = { account: oneAccountWithin(reachOf(caller), account), customerId: id };
    return showPreview(await this.erasure.preview(customer));
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
    @Param('id', { schema: customerId }) id: string,
    @Query({ schema: erasureQuery }) query: ErasureQuery,
    @Body({ schema: eraseBody }) { reason, confirm }: EraseBody,
  ): Promise<ErasureAnswer> {
    if (confirm !== id) {
      throw new InvalidRequestError([{ pointer: '/confirm', detail: 'must be the id of the customer in the path' }]);
    }
    const account = oneAccountWithin(reachOf(caller), query.account);
    const customer = { account, customerId: id };
    const erasing = this.erasure.erase({ ...customer, reason, caller });
    const result = await Promise.race([erasing, delay(PATIENCE, null, { ref: false })]);
    if (result) return showErasure(account, id, result);
    erasing.catch((error: unknown) => this.logger.warn({ reason: describeError(error) }, 'an erasure goes on later'));
    const { erasedAt, finishedAt } = showPreview(await this.erasure.preview(customer));
    if (erasedAt === null) throw new ErasureNotBegunError();
    return { account, customer: id, erasedAt, finishedAt, cleared: null };
  }
}
