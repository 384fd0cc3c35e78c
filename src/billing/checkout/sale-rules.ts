import { isPlatformKey, type Caller } from '../../auth/caller.js';
import { refuse, TrialUnavailableError } from '../billing.errors.js';
import type { OfferedPrice } from '../catalog/offered-plan.js';

/**
 * Days of trial. Users get what the plan offers to new tenants, or nobody would ever pay; your own backend knows what it
 * gives away.
 *
 * @param isNew whether the tenant has had no subscription so far. @throws {TrialUnavailableError}
 */
export function trialOf(caller: Caller, price: OfferedPrice, isNew: boolean, asked: number | undefined): number {
  if (asked === undefined || asked === 0) return 0;
  if (price.type !== 'recurring') throw new TrialUnavailableError();
  if (isPlatformKey(caller)) return asked;
  if (!isNew || asked > price.trialDays) throw new TrialUnavailableError();
  return asked;
}

/**
 * Whether the buyer may type in a code. The catalogue says so for everybody: a code that was meant for one campaign, or
 * one customer, is else good for every plan. Your own backend may say otherwise.
 *
 * @throws {InvalidRequestError}
 */
export function takesCodes(caller: Caller, { promotionCodes }: OfferedPrice, asked: boolean | undefined): boolean {
  if (asked === true && !promotionCodes && !isPlatformKey(caller)) {
    throw refuse(
      '/allowPromotionCodes',
      'the price takes none: the catalogue says so, or an API key that is bound to no tenant',
    );
  }
  return asked ?? promotionCodes;
}
