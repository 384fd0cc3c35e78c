import { Reflector } from '@nestjs/core';
import type { CustomDecorator } from '@nestjs/common';
import type { ProblemCode } from './problem-codes.js';

/** What {@link ApiProblems} has noted of a handler. */
export const Problems = Reflector.createDecorator<readonly ProblemCode[]>();

/**
 * What an operation answers besides, for the API's description. What every operation may answer (no token, an invalid
 * body, the idempotency key, our own failures) is there without being named.
 *
 * @example
 * \@Get(':id')
 * \@ApiOperation({ operationId: 'getPlan', summary: 'One plan' })
 * \@ApiOkResponse({ standardSchema: planAnswer })
 * \@ApiProblems('not_found')
 */
export const ApiProblems = (...codes: readonly ProblemCode[]): CustomDecorator => Problems(codes);
