import { isTooDeep } from '../stripe/depth.js';
import { withoutPersons } from '../stripe/without-persons.js';

/** What is stored of an erased customer's event; null, and so nothing, of one that nests as none of Stripe's does. */
export const reducedBody = (event: object): Buffer | null =>
  isTooDeep(event) ? null : Buffer.from(JSON.stringify(withoutPersons(event)));
