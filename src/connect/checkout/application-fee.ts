import { refuse } from '../../billing/billing.errors.js';
import type { OfferedPrice } from '../../billing/catalog/offered-plan.js';

/** What the platform keeps: of one payment an amount, of a subscription a share of each invoice. */
export interface ApplicationFee {
  /** Minor units of the price's currency; null: none. */
  readonly amount: number | null;
  /** Hundredths of a percent, 1 to 10,000; null: none. */
  readonly basisPoints: number | null;
}

interface Asked {
  readonly applicationFeeAmount?: number | undefined;
  readonly applicationFeeBasisPoints?: number | undefined;
}

/**
 * Stripe takes an amount for one payment, and a percentage for a subscription. More than the buyer pays is a mistake:
 * Stripe would silently keep all of it.
 *
 * @param quantity of the price. @throws {InvalidRequestError}
 */
export function feeOf(
  { type, unitAmount }: Pick<OfferedPrice, 'type' | 'unitAmount'>,
  quantity: number,
  { applicationFeeAmount: amount, applicationFeeBasisPoints: basisPoints }: Asked,
): ApplicationFee {
  if (type === 'recurring') {
    if (amount !== undefined) {
      throw refuse(
        '/applicationFeeAmount',
        'goes with one-time prices; of a subscription say applicationFeeBasisPoints',
      );
    }
    return { amount: null, basisPoints: basisPoints ?? null };
  }
  if (basisPoints !== undefined) {
    throw refuse('/applicationFeeBasisPoints', 'goes with recurring prices; of one payment say applicationFeeAmount');
  }
  if (amount === undefined) return { amount: null, basisPoints: null };
  if (unitAmount === null)
    throw refuse('/applicationFeeAmount', 'the price has no fixed amount of which it could be a part');
  // Exact: a fee has 12 digits at most, so beyond 2^53 every total is larger.
  if (amount > unitAmount * quantity) throw refuse('/applicationFeeAmount', 'must not be more than the total');
  return { amount, basisPoints: null };
}

/** Percent as Stripe takes them, up to two decimals: a hundredth of a whole number is printed as exactly that. */
export const percentOf = (basisPoints: number): number => basisPoints / 100;
