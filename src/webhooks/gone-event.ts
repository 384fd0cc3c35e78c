import type { ObjectRef } from '../stripe/needs-reread.js';
import { objectKind } from '../stripe/object-kind.js';
import { keptEvents } from '../stripe/kept-objects.js';
import type { StripeEvent, StripeObject } from '../stripe/stripe.types.js';
import { isThinType, snapshotTypeOf } from './thin-event.js';

/** What the log knows of an event without its payload. */
export interface LoggedFacts {
  /** Stripe's. */
  readonly id: string;
  readonly type: string;
  readonly account: string;
  readonly livemode: boolean;
  readonly objectKey: string | null;
  readonly apiVersion: string | null;
  /** Stripe's own `created`. */
  readonly createdAt: Date;
}

/** Kinds of which no row can be read by its id alone, but below its account. */
const OF_ACCOUNT: Readonly<Record<string, string>> = { account: 'account', capability: 'capability', person: 'person' };

/**
 * The object that an event was about whose payload is gone: the kind is in its type, the id in the log. Null when it
 * has no address at Stripe (a discount, an authorization, a preview).
 */
export function objectOfGone({ type, account, objectKey }: LoggedFacts): ObjectRef | null {
  if (objectKey === null) return null;
  const kind = objectKind(type);
  const known = KINDS.get(kind) ?? (Object.hasOwn(OF_ACCOUNT, kind) ? OF_ACCOUNT[kind] : undefined);
  const object = kind === 'account.external_account' ? externalAccount(objectKey) : known;
  return object === undefined ? null : { account, id: objectKey, type: object };
}

const externalAccount = (id: string): string => (id.startsWith('card_') ? 'card' : 'bank_account');

/** Objects by the kind of their events. */
const KINDS: ReadonlyMap<string, string> = new Map(keptEvents().map(({ type, event }) => [objectKind(event), type]));

/** The event as Stripe would send it now, with its object as it was read. */
export function eventInstead(
  { id, type, account, livemode, createdAt }: LoggedFacts,
  object: StripeObject,
): StripeEvent {
  const event: StripeEvent = Object.assign(Object.create(null), {
    id,
    object: 'event',
    type: isThinType(type) ? snapshotTypeOf(type) : type,
    api_version: null,
    created: Math.floor(createdAt.getTime() / 1000),
    livemode,
    data: { object },
    ...(account ? { account } : {}),
  });
  return event;
}
