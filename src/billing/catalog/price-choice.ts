import { z } from 'zod';
import { chosenId, currency, text } from '../../common/schemas.js';
import { NotForSaleError, refuse } from '../billing.errors.js';
import type { OfferedPlan, OfferedPrice } from './offered-plan.js';

/** As long as a value of Stripe's metadata may be, which a plan's key is. */
export const planKey = text(500).meta({ example: 'pro' });

/** Fields by which a caller says what it means to buy: a price, or a plan and what tells its prices apart. */
export const priceChoice = {
  plan: planKey.optional(),
  price: chosenId.optional().meta({ example: 'price_1TtEzA2eZvKYlo2C', description: 'Instead of `plan`.' }),
  interval: z
    .enum(['day', 'week', 'month', 'year'])
    .optional()
    .meta({ description: 'Which price of the plan, when it is sold by several intervals.' }),
  currency: currency.optional().meta({ description: 'Likewise, when it is sold in several currencies.' }),
};

export interface PriceChoice {
  readonly plan?: string | undefined;
  readonly price?: string | undefined;
  readonly interval?: string | undefined;
  readonly currency?: string | undefined;
}

export interface Chosen {
  readonly plan: string;
  readonly price: OfferedPrice;
}

/**
 * The price that is meant, among those for sale.
 *
 * @throws {InvalidRequestError} when the choice names none or leaves several. @throws {NotForSaleError}
 */
export function choose(plans: readonly OfferedPlan[], choice: PriceChoice): Chosen {
  if ((choice.plan === undefined) === (choice.price === undefined)) throw refuse('/plan', 'name a plan or a price');
  const fitting = plans
    .filter(({ id }) => choice.plan === undefined || id === choice.plan)
    .flatMap(({ id, prices }) => prices.map((price) => ({ plan: id, price })))
    .filter(({ price }) => choice.price === undefined || price.id === choice.price)
    .filter(({ price }) => choice.interval === undefined || price.interval === choice.interval)
    .filter(({ price }) => choice.currency === undefined || price.currency === choice.currency);
  const [chosen, ...others] = fitting;
  if (!chosen) throw new NotForSaleError();
  if (others.length > 0) throw refuse('/plan', 'it has several such prices: add interval or currency, or name a price');
  return chosen;
}

/**
 * What Stripe is told of how many. Metered prices are sold without a quantity: usage is.
 *
 * @throws {InvalidRequestError}
 */
export function quantityOf({ usageType }: OfferedPrice, asked: number | undefined): { quantity?: number } {
  if (usageType !== 'metered') return { quantity: asked ?? 1 };
  if (asked !== undefined) throw refuse('/quantity', 'the price is metered: leave it out');
  return {};
}
