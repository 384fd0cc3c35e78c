import type { CustomDecorator } from '@nestjs/common';
import { Allow, AllowWith } from './access.js';
import type { Scope } from './caller.js';

/**
 * Callers with this scope may call it. On a controller or a method; the method's counts before its controller's.
 *
 * @example
 * \@Controller('seats')
 * \@RequireScope('billing')
 * export class SeatsController {
 *   \@Get()
 *   list(\@CurrentCaller() caller: Caller): Promise<Seat[]> {
 *     return this.seats.of(tenantOf(caller));
 *   }
 * }
 */
export const RequireScope = (scope: Scope): CustomDecorator => Allow(scope);

/**
 * Besides the scope of the controller, callers need this one: what an operator does that is also giving money back, or
 * about what is personal.
 */
export const RequireAlso = (scope: Scope): CustomDecorator => AllowWith(scope);
