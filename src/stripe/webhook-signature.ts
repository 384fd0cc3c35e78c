import Stripe from 'stripe';
import type { SignatureDiagnosis } from '../common/errors.js';

/** What a check of a signature found: the index of the secret that matched, or why none did. */
export type SignatureCheck = { readonly secret: number } | { readonly diagnosis: SignatureDiagnosis };

/** Exactly one `t=` of plain digits and at least one `v1=`: the SDK takes the last `t`, and `t=NaN` when the MAC fits. */
function timestampOf(header: string): number | null {
  const items = header.split(',');
  const [timestamp, ...more] = items.filter((item) => item.startsWith('t='));
  if (timestamp === undefined || more.length > 0 || !items.some((item) => item.startsWith('v1='))) return null;
  return /^t=\d{1,12}$/.test(timestamp) ? Number(timestamp.slice(2)) : null;
}

/**
 * Checks a webhook's signature over its exact bytes with each secret in turn, by the SDK's own code. Age and future
 * skew are bounded by the tolerance in seconds; several `v1` (a rolling secret) are fine, other schemes are not looked at.
 * Follows docs.stripe.com/webhooks#verify-manually. Never throws.
 */
export function checkSignature(
  body: Buffer,
  header: string,
  secrets: readonly string[],
  toleranceSeconds: number,
  now: Date = new Date(),
): SignatureCheck {
  const timestamp = timestampOf(header);
  if (timestamp === null) return { diagnosis: 'malformed_signature_header' };
  if (secrets.length === 0) return { diagnosis: 'no_secret_configured' };
  const secret = secrets.findIndex((candidate) => matches(body, header, candidate));
  if (secret === -1) return { diagnosis: looksReserialized(body) ? 'parsed_body' : 'wrong_secret' };
  const age = Math.floor(now.getTime() / 1000) - timestamp;
  if (age > toleranceSeconds) return { diagnosis: 'timestamp_too_old' };
  if (age < -toleranceSeconds) return { diagnosis: 'timestamp_in_future' };
  return { secret };
}

/** The MAC alone; 0 switches off the SDK's check of age, which looks one way only. */
function matches(body: Buffer, header: string, secret: string): boolean {
  try {
    return Stripe.webhooks.signature?.verifyHeader(body, header, secret, 0) ?? false;
  } catch {
    return false; // the SDK throws other errors than its own too: a plain Error for an empty v1, for example
  }
}

/** Stripe indents its bodies; one without a line break went through a JSON parser on its way. */
const looksReserialized = (body: Buffer): boolean => body.includes('"object":"event"') && !body.includes('\n');

/** What Stripe would send in the header `Stripe-Signature` with these bytes. @param at when it signs. */
export const signatureHeader = (body: string, secret: string, at: Date): string =>
  Stripe.webhooks.generateTestHeaderString({
    payload: body,
    secret,
    timestamp: Math.floor(at.getTime() / 1000),
  });
