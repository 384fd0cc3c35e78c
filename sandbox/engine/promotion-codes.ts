import { newPromotionCode, type PromotionCode, type Restrictions } from '../objects/promotion-code.js';
import type { EngineContext } from './context.js';
import { deactivateCode } from './coupon-validity.js';
import { invalidRequest, missingParameter } from './errors.js';
import { mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';

export interface PromotionCodeCreate {
  promotion: { type: 'coupon'; coupon?: string };
  active?: boolean;
  /** What the customer types in; letters and digits. Made up if not given. */
  code?: string;
  customer?: string;
  /** Seconds UTC. */
  expires_at?: number;
  max_redemptions?: number;
  restrictions?: Partial<Restrictions>;
  metadata?: MetadataParam;
}

export class PromotionCodes {
  constructor(private readonly ctx: EngineContext) {}

  create(params: PromotionCodeCreate): PromotionCode {
    const { clock, ids, record, schedule, store } = this.ctx;
    if (!params.promotion.coupon) throw missingParameter('promotion[coupon]');
    const coupon = store.coupons.get(params.promotion.coupon, 'promotion[coupon]');
    if (!coupon.valid) throw invalidRequest('The coupon of a promotion code must be valid.', 'promotion[coupon]');
    const code = params.code ?? ids.secret(8).toUpperCase();
    this.check(params, code, coupon.max_redemptions);
    const id = ids.timed('promo');
    const promotionCode = newPromotionCode({
      id,
      active: params.active ?? true,
      code,
      created: clock.now(),
      customer: params.customer ? store.customers.get(params.customer, 'customer').id : null,
      expires_at: params.expires_at ?? null,
      max_redemptions: params.max_redemptions ?? null,
      metadata: newMetadata(params.metadata),
      promotion: { coupon: coupon.id, type: 'coupon' },
      restrictions: {
        first_time_transaction: params.restrictions?.first_time_transaction ?? false,
        minimum_amount: params.restrictions?.minimum_amount ?? null,
        minimum_amount_currency: params.restrictions?.minimum_amount_currency ?? null,
      },
      times_redeemed: 0,
    });
    if (promotionCode.expires_at !== null) schedule.at(promotionCode.expires_at, () => deactivateCode(this.ctx, id));
    return record.create(store.promotionCodes, promotionCode, 'promotion_code.created');
  }

  update(id: string, { active, metadata }: { active?: boolean; metadata?: MetadataParam }): PromotionCode {
    const { record, store } = this.ctx;
    const code = store.promotionCodes.get(id);
    if (active && !code.active) this.requireUsable(code);
    const patch = { active: active ?? code.active, metadata: mergeMetadata(code.metadata, metadata) };
    return record.update(store.promotionCodes, code, patch, 'promotion_code.updated');
  }

  private check({ expires_at, max_redemptions, restrictions }: PromotionCodeCreate, code: string, most: number | null) {
    const { clock, store } = this.ctx;
    if (!/^[A-Za-z0-9-]{1,500}$/.test(code)) {
      throw invalidRequest('A code consists of letters, digits and dashes.', 'code');
    }
    const taken = store.promotionCodes.values().some((one) => one.active && sameCode(one.code, code));
    if (taken) throw invalidRequest(`An active promotion code with \`code: ${code}\` already exists.`, 'code');
    if (expires_at !== undefined && expires_at <= clock.now()) {
      throw invalidRequest('expires_at must be in the future.', 'expires_at');
    }
    if (max_redemptions !== undefined && max_redemptions > (most ?? Infinity)) {
      throw invalidRequest('max_redemptions may not exceed the max_redemptions of the coupon.', 'max_redemptions');
    }
    if (restrictions?.minimum_amount !== undefined && !restrictions.minimum_amount_currency) {
      throw missingParameter('restrictions[minimum_amount_currency]');
    }
  }

  private requireUsable(code: PromotionCode): void {
    const { clock, store } = this.ctx;
    const expired = code.expires_at !== null && code.expires_at <= clock.now();
    const usedUp = code.times_redeemed === code.max_redemptions;
    const taken = store.promotionCodes.values().some((one) => one.active && sameCode(one.code, code.code));
    if (!expired && !usedUp && !taken && store.coupons.find(code.promotion.coupon)?.valid) return;
    throw invalidRequest(
      'This promotion code cannot be activated: it or its coupon can no longer be redeemed.',
      'active',
    );
  }
}

/** Customers may type a code in capitals or not. */
export function sameCode(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
