import { randomBytes } from 'node:crypto';
import Stripe from 'stripe';
import { SECRET } from './backend.js';

export interface EventFields {
  readonly id?: string;
  readonly type: string;
  readonly object: unknown;
  readonly previous?: Record<string, unknown>;
  /** Seconds. */
  readonly created?: number;
  readonly account?: string;
  readonly livemode?: boolean;
  readonly apiVersion?: string | null;
}

/** An event as Stripe would send it. */
export function stripeEvent(fields: EventFields): Record<string, unknown> {
  return {
    id: fields.id ?? `evt_1${randomBytes(12).toString('hex')}`,
    object: 'event',
    api_version: fields.apiVersion === undefined ? '2026-10-28.endive' : fields.apiVersion,
    created: fields.created ?? 1_700_000_000,
    data: { object: fields.object, ...(fields.previous ? { previous_attributes: fields.previous } : {}) },
    livemode: fields.livemode ?? false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: fields.type,
    ...(fields.account ? { account: fields.account } : {}),
  };
}

/** Signs a body with the SDK's own code. */
export function signatureOf(body: string, secret = SECRET, timestamp = Math.floor(Date.now() / 1000)): string {
  return Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp });
}

/** Posts a signed body and answers with the status and the parsed answer. */
export async function post(
  url: string,
  event: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown; headers: Headers }> {
  const body = typeof event === 'string' ? event : JSON.stringify(event, null, 2);
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signatureOf(body), ...headers },
  });
  const text = await response.text();
  return { status: response.status, body: text ? (JSON.parse(text) as unknown) : null, headers: response.headers };
}
