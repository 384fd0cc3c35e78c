import type Stripe from 'stripe';
import type { AskedBy, AuditedCalls } from '../../audit/audited-calls.js';
import { timeOf } from '../../stripe/stripe-clock.js';

/**
 * Has Stripe make a session. What it sells, and until when, is in the audit log: nothing else knows of it before its
 * first event.
 *
 * @param action as the audit log calls it. @throws what calls to Stripe throw.
 */
export function createSession(
  stripe: AuditedCalls,
  by: AskedBy,
  action: string,
  params: Stripe.Checkout.SessionCreateParams,
  sold: Readonly<Record<string, unknown>>,
): Promise<Stripe.Checkout.Session> {
  const type = 'checkout_session';
  const after = { ...sold, mode: params.mode, quantity: params.line_items?.[0]?.quantity ?? null };
  return stripe.run(
    (client, options) => client.checkout.sessions.create(params, options),
    by,
    { action, object: { type, id: '' }, before: null, after },
    ({ id, expires_at }) => ({ object: { type, id }, after: { ...after, expiresAt: timeOf(expires_at) } }),
  );
}
