import type { StripeObject } from '../stripe.types.js';
import { text } from './fields.js';

/** What shows on the statement of whoever pays for a plan: `statement_description` until 2014-12-17. */
export function statementDescriptor(plan: StripeObject): string | null {
  return text(plan, 'statement_descriptor') ?? text(plan, 'statement_description');
}
