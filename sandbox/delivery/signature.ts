import { createHmac } from 'node:crypto';
import type { SandboxEvent } from '../objects/event.js';

export interface SignedWebhook {
  /** The exact bytes that were signed: two-space JSON, as Stripe sends. */
  body: Buffer;
  headers: Record<'Content-Type' | 'User-Agent' | 'Stripe-Signature', string>;
}

/** `t=<seconds>,v1=<hex>`: HMAC-SHA256 over `${t}.${body}` (docs.stripe.com/webhooks#verify-manually), one v1 a secret. */
export function signatureHeader(body: Buffer, secrets: readonly string[], timestamp: number): string {
  const macs = secrets.map((secret) => `,v1=${mac(body, secret, timestamp)}`);
  return `t=${timestamp}${macs.join('')}`;
}

/** As Stripe adds it in test mode: a scheme that nobody may trust. It verifies nothing. */
export function fakeV0(body: Buffer, timestamp: number): string {
  return `,v0=${mac(body, 'v0 is nobody’s secret', timestamp)}`;
}

/** Two-space JSON, as Stripe sends. */
export function bytesOf(event: SandboxEvent): Buffer {
  return Buffer.from(JSON.stringify(event, null, 2));
}

/** What every webhook of Stripe's carries beside its signature. */
export function webhookHeaders(signature: string): SignedWebhook['headers'] {
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    'Stripe-Signature': signature,
  };
}

/**
 * An event as Stripe posts it. `timestamp` (seconds) is the machine's clock unless given, never the sandbox's:
 * receivers compare it with theirs. Several secrets sign while one of them is being rolled.
 */
export function signedWebhook(
  event: SandboxEvent,
  secret: string | readonly string[],
  options: { timestamp?: number } = {},
): SignedWebhook {
  const body = bytesOf(event);
  const timestamp = options.timestamp ?? Math.floor(Date.now() / 1000);
  const secrets = typeof secret === 'string' ? [secret] : secret;
  return { body, headers: webhookHeaders(`${signatureHeader(body, secrets, timestamp)}${fakeV0(body, timestamp)}`) };
}

function mac(body: Buffer, secret: string, timestamp: number): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
}
