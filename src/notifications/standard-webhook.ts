import { createHmac } from 'node:crypto';

/**
 * The headers of a Standard Webhook (https://www.standardwebhooks.com): any of their libraries checks it.
 *
 * @param secret `whsec_` and the key in base64.
 * @param timestamp seconds since 1970.
 */
export function webhookHeaders(secret: string, id: string, timestamp: number, body: string): Record<string, string> {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${signature}` };
}
