import type { Price } from '../objects/price.js';
import type { Subscription } from '../objects/subscription.js';
import {
  newPhase,
  type Phase,
  type PhaseDiscount,
  type SubscriptionSchedule,
} from '../objects/subscription-schedule.js';
import { periodEnd, periodStart } from '../objects/subscription.js';
import { addInterval, nextPeriodEnd } from './calendar.js';
import type { EngineContext } from './context.js';
import { invalidRequest, missingParameter } from './errors.js';
import { newMetadata } from './metadata.js';
import type { DiscountParam } from './redemption.js';
import type { PhaseParam } from './schedule-params.js';
import { recurringPrices } from './subscription-items.js';

/** Each phase begins where the one before it ends; the first one at `start` (seconds UTC). */
export function buildPhases(ctx: EngineContext, params: readonly PhaseParam[], start: number): Phase[] {
  if (params.length === 0) throw missingParameter('phases');
  const phases: Phase[] = [];
  for (const [index, param] of params.entries()) {
    const prices = recurringPrices(ctx, param.items);
    const begins = phases.at(-1)?.end_date ?? start;
    const ends = endOf(param, prices, begins, start, index === params.length - 1);
    phases.push(buildPhase(ctx, param, prices, begins, ends));
  }
  const [first, ...later] = phases;
  if (later.some(({ trial_end }) => trial_end !== null)) {
    throw invalidRequest('Only the first phase can be a trial here.', 'phases[1][trial]');
  }
  if (later.some(({ currency }) => currency !== first?.currency)) {
    throw invalidRequest('All phases must have the same currency.', 'phases');
  }
  return phases;
}

/** After an update: what is over stays, the running phase keeps its beginning, the rest is new. */
export function replacedPhases(
  ctx: EngineContext,
  { current_phase, phases }: SubscriptionSchedule,
  params: readonly PhaseParam[],
): Phase[] {
  const now = ctx.clock.now();
  const start = params[0]?.start_date ?? current_phase?.start_date ?? phases[0]?.start_date ?? 0;
  if (!current_phase) {
    if (start <= now) throw invalidRequest('A schedule cannot begin in the past.', 'phases[0][start_date]');
    return buildPhases(ctx, params, start);
  }
  if (start !== current_phase.start_date) {
    throw invalidRequest('The first phase must begin where the running phase began.', 'phases[0][start_date]');
  }
  const rest = buildPhases(ctx, params, start);
  if ((rest[0]?.end_date ?? 0) <= now) {
    throw invalidRequest('The running phase cannot end in the past.', 'phases[0][end_date]');
  }
  return [...phases.filter(({ start_date }) => start_date < start), ...rest];
}

/** The running period of a subscription as a phase. */
export function phaseOf(subscription: Subscription): Phase {
  const { currency, discounts, items, metadata, trial_end, status } = subscription;
  return newPhase({
    currency,
    discounts: discounts.map((discount) => ({ coupon: null, discount, promotion_code: null })),
    end_date: periodEnd(subscription),
    items: items.data.map((item) => phaseItem(item.price, item.quantity, item.metadata)),
    metadata,
    proration_behavior: 'create_prorations',
    start_date: periodStart(subscription),
    trial_end: status === 'trialing' ? trial_end : null,
  });
}

function buildPhase(
  ctx: EngineContext,
  param: PhaseParam,
  prices: readonly Price[],
  start: number,
  end: number,
): Phase {
  if (!(end > start)) throw invalidRequest('The end of a phase must be after its start.', 'phases[0][end_date]');
  const trialEnd = param.trial ? end : (param.trial_end ?? null);
  if (trialEnd !== null && !(trialEnd > start && trialEnd <= end)) {
    throw invalidRequest('A trial must end within its phase.', 'phases[0][trial_end]');
  }
  return newPhase({
    currency: prices[0]?.currency ?? 'usd',
    discounts: (param.discounts || []).map((discount) => phaseDiscount(ctx, discount)),
    end_date: end,
    items: prices.map((price, index) => {
      const item = param.items[index];
      return phaseItem(price, item?.quantity ?? 1, newMetadata(item?.metadata));
    }),
    metadata: newMetadata(param.metadata),
    proration_behavior: param.proration_behavior ?? 'create_prorations',
    start_date: start,
    trial_end: trialEnd,
  });
}

function phaseItem(price: Price, quantity: number, metadata: Phase['metadata']): Phase['items'][number] {
  return {
    billing_thresholds: null,
    discounts: [],
    metadata,
    plan: price.id,
    price: price.id,
    quantity,
    tax_rates: [],
  };
}

function phaseDiscount({ store }: EngineContext, param: DiscountParam): PhaseDiscount {
  const { coupon = null, discount = null, promotion_code = null } = param;
  if (coupon !== null) store.coupons.get(coupon, 'phases[0][discounts][0][coupon]');
  if (promotion_code !== null) store.promotionCodes.get(promotion_code, 'phases[0][discounts][0][promotion_code]');
  if (discount !== null) store.discounts.get(discount, 'phases[0][discounts][0][discount]');
  return { coupon, discount, promotion_code };
}

function endOf(
  { duration, end_date }: PhaseParam,
  prices: readonly Price[],
  start: number,
  anchor: number,
  last: boolean,
): number {
  if (end_date !== undefined && duration) {
    throw invalidRequest('You may only specify one of these parameters: end_date, duration.', 'phases[0][end_date]');
  }
  if (end_date !== undefined) return end_date;
  if (duration) return addInterval(start, duration.interval, duration.interval_count ?? 1, anchor);
  const [price] = prices;
  if (last && price) return nextPeriodEnd(price, start, anchor);
  throw invalidRequest('Every phase but the last must have an `end_date` or a `duration`.', 'phases[0][end_date]');
}
