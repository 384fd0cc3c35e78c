import type { AfterCommitHandler } from '../stripe/stripe-event.registry.js';
import type { StripeEvent } from '../stripe/stripe.types.js';

/**
 * What names, in the outbox, that a follower is to hear of an event: the fact, as the follower's own key tells it.
 *
 * A mistake in an adopter's key must not cost our row: the event's own id then stands for the fact.
 *
 * @param complain is told of such a mistake: what was thrown, undefined when the key is no text.
 */
export function afterCommitKey(
  follower: AfterCommitHandler,
  account: string,
  event: StripeEvent,
  complain: (error: unknown) => void = () => undefined,
): string {
  return `${follower.name}:${account}:${factOf(follower, event, complain) ?? event.id}`;
}

function factOf(
  { key }: AfterCommitHandler,
  event: StripeEvent,
  complain: (error: unknown) => void,
): string | undefined {
  try {
    const fact: unknown = key(event);
    if (typeof fact === 'string' && fact !== '') return fact.toWellFormed().replaceAll('\0', '\uFFFD');
    complain(undefined);
  } catch (error) {
    complain(error);
  }
  return undefined;
}
