import { invalidRequest, missingParameter } from '../engine/errors.js';
import type { PromotionCodeCreate } from '../engine/promotion-codes.js';
import { isHash } from '../previous-attributes.js';
import { BASIL, CLOVER, isOlder } from '../versions/move.js';

type Params = Record<string, unknown>;

function refuseUnknown(params: Params, ...names: string[]): void {
  const unknown = names.find((name) => params[name] !== undefined);
  if (unknown === undefined) return;
  throw invalidRequest(`Received unknown parameter: ${unknown}`, unknown, 'parameter_unknown');
}

/** Since 2025-03-31.basil customers get their discount in the Dashboard only. */
export function refuseCustomerCoupon(params: Params, apiVersion: string): void {
  if (!isOlder(apiVersion, BASIL)) refuseUnknown(params, 'coupon', 'promotion_code');
}

/** Before basil a subscription (or a schedule's phase) was given one `coupon` or `promotion_code`, not `discounts`. */
export function withDiscounts(params: Params, apiVersion: string): Params {
  if (!isOlder(apiVersion, BASIL)) {
    refuseUnknown(params, 'coupon', 'promotion_code');
    return params;
  }
  const { coupon, promotion_code, ...rest } = params;
  if (coupon === undefined && promotion_code === undefined) return params;
  if (coupon === '' || promotion_code === '') return { ...rest, discounts: '' };
  return { ...rest, discounts: [coupon === undefined ? { promotion_code } : { coupon }] };
}

/** Before clover a promotion code was made of a `coupon`, since then of a `promotion`. */
export function withPromotion({ coupon, promotion, ...rest }: Params, apiVersion: string): PromotionCodeCreate {
  if (coupon !== undefined && !isOlder(apiVersion, CLOVER)) refuseUnknown({ coupon }, 'coupon');
  const named = isHash(promotion) ? promotion['coupon'] : coupon;
  if (typeof named !== 'string' || named === '') throw missingParameter('promotion[coupon]');
  return { ...rest, promotion: { type: 'coupon', coupon: named } };
}

/** Before clover a phase could be so many `iterations` of its price's interval long, since then a `duration`. */
export function withDurations(
  params: Params,
  apiVersion: string,
  intervalOf: (price: string) => { interval: string; interval_count: number } | null,
): Params {
  const { phases } = params;
  if (!Array.isArray(phases)) return params;
  return { ...params, phases: phases.map((phase: unknown) => (isHash(phase) ? withDuration(phase) : phase)) };

  function withDuration(phase: Params): Params {
    const { iterations, ...rest } = withDiscounts({ ...phase }, apiVersion);
    if (iterations === undefined) return rest;
    if (!isOlder(apiVersion, CLOVER)) refuseUnknown({ 'phases[0][iterations]': iterations }, 'phases[0][iterations]');
    const [item]: unknown[] = Array.isArray(rest['items']) ? rest['items'] : [];
    const period = isHash(item) ? intervalOf(String(item['price'])) : null;
    if (!period) throw missingParameter('phases[0][items]');
    const { interval, interval_count } = period;
    return { ...rest, duration: { interval, interval_count: interval_count * Number(iterations) } };
  }
}
