import { createHmac } from 'node:crypto';
import type { SandboxEvent } from '../objects/event.js';

export interface SignedWebhook {
  /** The exact bytes that were signed: two-space JSON, as Stripe sends. */
  body: Buffer;
  headers: Record<'Content-Type' | 'User-Agent' | 'Stripe-Signature', string>;
}

/** `t=<seconds>,v1=<hex>`: HMAC-SHA256 over `${t}.${body}` (docs.stripe.com/webhooks#verify-manually). */
export function signatureHeader(body: Buffer, secret: string, timestamp: number): string {
  const mac = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
  return `t=${timestamp},v1=${mac}`;
}

/**
 * An event as Stripe posts it. `timestamp` (seconds) is the machine's clock unless given, never the sandbox's:
 * receivers compare it with theirs.
 */
export function signedWebhook(
  event: SandboxEvent,
  secret: string,
  options: { timestamp?: number } = {},
): SignedWebhook {
  const body = Buffer.from(JSON.stringify(event, null, 2));
  return {
    body,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'Stripe-Signature': signatureHeader(body, secret, options.timestamp ?? Math.floor(Date.now() / 1000)),
    },
  };
}
