import type { SandboxEvent } from '../objects/event.js';
import type { Posted } from './post.js';
import { bytesOf, fakeV0, signatureHeader, signedWebhook, webhookHeaders } from './signature.js';

/** Webhooks that a receiver has to refuse, or at least to survive. */
export const FORGERIES = [
  'wrong-secret',
  'stale',
  'future',
  'tampered',
  'truncated',
  'unsigned',
  'v0-only',
  'not-json',
  'oversized',
] as const;
export type Forgery = (typeof FORGERIES)[number];

/** Older, or further ahead, than the five minutes that Stripe's libraries tolerate. Seconds. */
const OFF_S = 3_600;
/** Twice the megabyte that receivers of webhooks usually allow. Stripe's own are far smaller. */
const OVERSIZED_BYTES = 2 * 1_024 * 1_024;

type Forge = (event: SandboxEvent, secret: string, now: number) => Posted;

const FORGES: Readonly<Record<Forgery, Forge>> = {
  'wrong-secret': (event, _secret, now) => signedWebhook(event, 'whsec_somebody_elses', { timestamp: now }),
  stale: (event, secret, now) => signedWebhook(event, secret, { timestamp: now - OFF_S }),
  future: (event, secret, now) => signedWebhook(event, secret, { timestamp: now + OFF_S }),
  tampered: (event, secret, now) => {
    const { body, headers } = signedWebhook(event, secret, { timestamp: now });
    return { body: Buffer.from(body.toString().replace('"livemode": false', '"livemode": true')), headers };
  },
  truncated: (event, secret, now) => {
    const { body, headers } = signedWebhook(event, secret, { timestamp: now });
    return { body: body.subarray(0, body.length >> 1), headers };
  },
  unsigned: (event) => ({ body: bytesOf(event), headers: { 'Content-Type': 'application/json' } }),
  'v0-only': (event, _secret, now) => {
    const body = bytesOf(event);
    return { body, headers: webhookHeaders(`t=${now}${fakeV0(body, now)}`) };
  },
  'not-json': (_event, secret, now) => signedBytes(Buffer.from('<html>not an event</html>'), secret, now),
  oversized: (event, secret, now) =>
    signedBytes(Buffer.concat([bytesOf(event), Buffer.alloc(OVERSIZED_BYTES, ' ')]), secret, now),
};

/**
 * @param secret the endpoint's own: `truncated` and `tampered` are signed with it before they are spoilt, `stale`,
 * `future`, `not-json` and `oversized` are signed rightly
 * @param now seconds of the machine's clock
 */
export function forge(kind: Forgery, event: SandboxEvent, secret: string, now: number): Posted {
  return FORGES[kind](event, secret, now);
}

function signedBytes(body: Buffer, secret: string, now: number): Posted {
  return { body, headers: webhookHeaders(signatureHeader(body, [secret], now)) };
}
