import { invalidRequest } from './errors.js';

/** An address that a customer may be sent to. @throws StripeApiError for everything but http and https */
export function webAddress(sent: string | undefined, param: string): string | null {
  if (sent === undefined || sent === '') return null;
  if (URL.canParse(sent) && /^https?:$/.test(new URL(sent).protocol)) return sent;
  throw invalidRequest('Not a valid URL', param, 'url_invalid');
}
