import { Reflector } from '@nestjs/core';

/**
 * Seconds that a route's answer is given again, instead of a day: it is good for so long only, as the link to a page of
 * Stripe's that closes after a few minutes. After that the same request with the same key is a new one, here and at
 * Stripe, and gets a link that works.
 *
 * @example
 * \@Post()
 * \@AnswerLasts(60)
 */
export const AnswerLasts = Reflector.createDecorator<number>();
