import { Stripe } from 'stripe';
import type { Left } from './life.js';

/** What could not be taken away, and why: somebody has to do it in the Dashboard. */
export async function cleanUp(stripe: Stripe, left: Left): Promise<string[]> {
  const { clock, coupon, customer, product } = left;
  const stays: string[] = [];
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const isGone = error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404;
      if (!isGone) stays.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  if (customer !== undefined) await attempt(customer, () => stripe.customers.del(customer));
  if (clock) await attempt(clock.id, () => stripe.testHelpers.testClocks.del(clock.id)); // and all that is left on it
  if (coupon !== undefined) await attempt(coupon, () => stripe.coupons.del(coupon));
  for (const price of left.prices) await attempt(price, () => stripe.prices.update(price, { active: false }));
  // What has a price can be archived only.
  if (product !== undefined) await attempt(product, () => stripe.products.update(product, { active: false }));
  return stays;
}
