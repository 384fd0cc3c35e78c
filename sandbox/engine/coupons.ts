import { type Coupon, type CouponDuration, newCoupon } from '../objects/coupon.js';
import type { EngineContext } from './context.js';
import { deactivateCodes, invalidateCoupon } from './coupon-validity.js';
import { invalidRequest, missingParameter, StripeApiError } from './errors.js';
import { given, mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';

interface CouponCreate {
  id?: string;
  name?: string;
  percent_off?: number;
  /** Minor units of `currency`. */
  amount_off?: number;
  currency?: string;
  duration?: CouponDuration;
  duration_in_months?: number;
  max_redemptions?: number;
  /** Seconds UTC. */
  redeem_by?: number;
  metadata?: MetadataParam;
}

export class Coupons {
  constructor(private readonly ctx: EngineContext) {}

  create(params: CouponCreate): Coupon {
    const { clock, ids, record, schedule, store } = this.ctx;
    this.check(params);
    const id = params.id ?? ids.secret(8);
    if (store.coupons.known(id)) throw alreadyExists(id);
    const coupon = newCoupon({
      id,
      amount_off: params.amount_off ?? null,
      created: clock.now(),
      currency: params.amount_off === undefined ? null : (params.currency?.toLowerCase() ?? null),
      duration: params.duration ?? 'once',
      duration_in_months: params.duration_in_months ?? null,
      max_redemptions: params.max_redemptions ?? null,
      metadata: newMetadata(params.metadata),
      name: params.name ?? null,
      percent_off: params.percent_off ?? null,
      redeem_by: params.redeem_by ?? null,
      times_redeemed: 0,
      valid: true,
    });
    if (coupon.redeem_by !== null) schedule.at(coupon.redeem_by, () => invalidateCoupon(this.ctx, id));
    return record.create(store.coupons, coupon, 'coupon.created');
  }

  update(id: string, { metadata, name }: { name?: string; metadata?: MetadataParam }): Coupon {
    const { record, store } = this.ctx;
    const coupon = store.coupons.get(id);
    const patch = { ...given({ name }), metadata: mergeMetadata(coupon.metadata, metadata) };
    return record.update(store.coupons, coupon, patch, 'coupon.updated');
  }

  /** Nobody can redeem it any more; discounts that it has given stay. */
  delete(id: string): void {
    const { record, store } = this.ctx;
    const coupon = store.coupons.get(id);
    deactivateCodes(this.ctx, id);
    record.remove(store.coupons, coupon, 'coupon.deleted');
  }

  private check(params: CouponCreate): void {
    const { amount_off, percent_off, duration_in_months, max_redemptions, redeem_by } = params;
    if ((amount_off === undefined) === (percent_off === undefined)) {
      throw invalidRequest('You must set either amount_off or percent_off, and not both.', 'percent_off');
    }
    if (percent_off !== undefined && !(percent_off > 0 && percent_off <= 100)) {
      throw invalidRequest('Invalid percent_off: must be greater than 0 and at most 100.', 'percent_off');
    }
    if (amount_off !== undefined && !params.currency) throw missingParameter('currency');
    if (amount_off !== undefined) requirePositive(amount_off, 'amount_off');
    if (params.duration === 'repeating' && duration_in_months === undefined) {
      throw missingParameter('duration_in_months');
    }
    if (params.duration !== 'repeating' && duration_in_months !== undefined) {
      throw invalidRequest('duration_in_months can only be set when duration is repeating.', 'duration_in_months');
    }
    if (duration_in_months !== undefined) requirePositive(duration_in_months, 'duration_in_months');
    if (max_redemptions !== undefined) requirePositive(max_redemptions, 'max_redemptions');
    if (redeem_by !== undefined && redeem_by <= this.ctx.clock.now()) {
      throw invalidRequest('redeem_by must be in the future.', 'redeem_by');
    }
  }
}

function requirePositive(value: number, param: string): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw invalidRequest('This value must be greater than or equal to 1.', param, 'parameter_invalid_integer');
  }
}

/** An id is not used a second time here, not even after its coupon was deleted. */
function alreadyExists(id: string): StripeApiError {
  return invalidRequest(`Coupon already exists: ${id}`, 'id', 'resource_already_exists');
}
