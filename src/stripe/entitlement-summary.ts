import { StripeRefusedError, StripeUnavailableError } from '../common/errors.js';
import type { ObjectRef } from './needs-reread.js';
import { endOf } from './page-end.js';
import { isUnknown } from './refusal.js';
import { clockAtStart } from './stripe-clock.js';
import type { StripePage, StripeRead } from './stripe.gateway.js';
import type { StripeObject } from './stripe.types.js';

/** The `object` of what a customer may use. */
export const ENTITLEMENT_SUMMARY = 'entitlements.active_entitlement_summary';
const ENTITLEMENTS_PATH = '/v1/entitlements/active_entitlements';

type List = (path: string, params: Readonly<Record<string, string>>, account: string) => Promise<StripePage>;

/**
 * A summary has no address of its own, but its list has, and may be longer than the ten entitlements of a snapshot
 * (docs.stripe.com/api/entitlements/active-entitlement/list). What happens while its pages are read must still win, so
 * the first one's time counts.
 *
 * @param ref of the customer. @throws {StripeUnavailableError} @throws {StripeRefusedError}
 */
export async function readEntitlementSummary({ account, id, type }: ObjectRef, list: List): Promise<StripeRead> {
  const data: StripeObject[] = [];
  const began = performance.now();
  let readAt: Date | undefined;
  for (let after: string | undefined; ;) {
    try {
      const from: Record<string, string> = after === undefined ? {} : { starting_after: after };
      const page: StripePage = await list(ENTITLEMENTS_PATH, { customer: id, ...from }, account);
      readAt ??= page.readAt;
      data.push(...page.objects);
      after = endOf(page, after)?.id;
      if (after !== undefined) continue;
      const entitlements = { object: 'list', data, has_more: false };
      return { object: { object: type, customer: id, entitlements }, readAt };
    } catch (error) {
      if (!(error instanceof StripeRefusedError)) throw error;
      if (readAt) {
        throw new StripeUnavailableError('the list has changed while it was read', undefined, { cause: error });
      }
      if (!isUnknown(error)) throw error;
      return { object: null, readAt: clockAtStart(undefined, began) };
    }
  }
}
