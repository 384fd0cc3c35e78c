import type { Fields } from '../objects/event.js';
import { isHash } from '../previous-attributes.js';
import { type VersionMove, without } from './move.js';

const FORMER_STATUS: ReadonlyMap<unknown, string> = new Map([
  ['requires_payment_method', 'requires_source'],
  ['requires_action', 'requires_source_action'],
]);

/** Before 2019-02-11 statuses spoke of sources; `allowed_source_types` and `next_source_action` stood beside their new names. */
export const paymentIntentSource: VersionMove = {
  since: '2019-02-11',
  object: 'payment_intent',
  downgrade(fields) {
    return {
      ...fields,
      allowed_source_types: fields['payment_method_types'],
      next_source_action: isHash(fields['next_action']) ? sourceAction(fields['next_action']) : null,
      status: FORMER_STATUS.get(fields['status']) ?? fields['status'],
    };
  },
};

/** `redirect_to_url` was `authorize_with_url`; other actions had the name they have. */
function sourceAction(action: Fields): Fields {
  if (action['type'] !== 'redirect_to_url') return action;
  const authorize_with_url = action['redirect_to_url'];
  return { ...without(action, 'redirect_to_url'), type: 'authorize_with_url', authorize_with_url };
}
