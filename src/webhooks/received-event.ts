import { accountOf, accountOfContext } from '../stripe/account-of.js';
import { objectKey } from '../stripe/object-key.js';
import type { StripeEvent, StripeObject } from '../stripe/stripe.types.js';
import { relatedObject } from './thin-event.js';

/** A verified event's envelope, and its exact bytes. */
export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly apiVersion: string | null;
  /** Connected account, '' for the own one; see also {@link isUnknownAccount}. */
  readonly account: string;
  readonly livemode: boolean;
  /** See {@link objectKey}. */
  readonly objectKey: string | null;
  /** Seconds since 1970, UTC. */
  readonly created: number;
  readonly body: Buffer;
  /** What the bytes say. */
  readonly parsed: StripeEvent;
  /** W3C's, of the request that brought it; absent when nobody looks at its trace. */
  readonly traceparent?: string | undefined;
}

const EVENT_ID = /^evt_[\x21-\x7e]{1,250}$/;
const EVENT_TYPE = /^[a-z0-9_.[\]]{1,250}$/i;
/** Year 9999: a test clock may be ahead of us, but not that far. */
const LATEST = 253_402_300_799;

/**
 * Reads the envelope of a snapshot event or of a thin notification (`v2.core.event`); the object inside is not judged.
 * Null when this is JSON but no event: Stripe's SDK accepts a signed `null`.
 *
 * @param ownAccount id of the own account, which an event may name like a connected one.
 * @throws {SyntaxError} when the body is not JSON.
 */
export function readEnvelope(body: Buffer, ownAccount?: string): ReceivedEvent | null {
  const parsed: StripeEvent = JSON.parse(body.toString('utf8'));
  const event: unknown = parsed;
  if (!isHash(event)) return null;
  const { id, type } = event;
  if (typeof id !== 'string' || !EVENT_ID.test(id) || typeof type !== 'string' || !EVENT_TYPE.test(type)) return null;
  const thin = event['object'] === 'v2.core.event';
  const created = thin ? secondsOf(event['created']) : event['created'];
  if (typeof created !== 'number' || !Number.isInteger(created) || created < 0 || created > LATEST) return null;
  const named = thin ? accountOfContext(event['context']) : accountOf(event);
  if (named === undefined) return null;
  const account = named === ownAccount ? '' : named;
  const envelope = {
    id,
    type,
    created,
    body,
    parsed,
    apiVersion: text(event['api_version']),
    account,
    livemode: event['livemode'] === true,
  };
  if (thin) return { ...envelope, objectKey: relatedObject(event, account)?.id ?? null };
  const data = event['data'];
  if ((event['object'] ?? 'event') !== 'event' || !isHash(data) || !Object.hasOwn(data, 'object')) return null;
  const object = isHash(data['object']) ? data['object'] : null;
  return { ...envelope, objectKey: objectKey({ type, account, object }) };
}

const isHash = (value: unknown): value is StripeObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Thin notifications carry ISO 8601 times. */
const secondsOf = (time: unknown): number => Math.floor(Date.parse(typeof time === 'string' ? time : '') / 1000);

const text = (value: unknown): string | null =>
  typeof value === 'string' && /^[\x20-\x7e]{1,64}$/.test(value) ? value : null;
