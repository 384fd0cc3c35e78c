import type { Subscription } from '../objects/subscription.js';
import type { SubscriptionItem } from '../objects/subscription-item.js';
import type { EngineContext } from './context.js';
import { withPeriodFromNow } from './subscription-items.js';

/** Of a subscription that is on no trial nothing ends. */
export const endsTrial = ({ status }: Subscription, { trial_end }: { trial_end?: 'now' }): boolean =>
  trial_end === 'now' && status === 'trialing';

/** The first period that is paid begins at once; unused days of a trial are worth nothing. */
export const withoutTrial = (ctx: EngineContext, items: readonly SubscriptionItem[]): SubscriptionItem[] =>
  items.map((item) => withPeriodFromNow(ctx, item));
