import { Reflector } from '@nestjs/core';

/**
 * A route that changes nothing, or whose every answer is an event of its own, as a look at what is personal: it is carried
 * out each time, whatever `Idempotency-Key` says, and no answer of it is kept.
 *
 * @example
 * \@Post('search')
 * \@AnsweredAnew()
 */
export const AnsweredAnew = Reflector.createDecorator<void, true>({ transform: () => true });
