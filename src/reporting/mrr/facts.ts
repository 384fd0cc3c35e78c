import { z } from 'zod';

/** Stripe's times, seconds since 1970, UTC. */
const time = z.number().nullable();

const appliedDiscount = z.object({
  id: z.string(),
  /** Null where Stripe sent the discount's id only. */
  coupon: z.string().nullable(),
});

const item = z.object({
  id: z.string(),
  price: z.string().nullable(),
  product: z.string().nullable(),
  /** Null for metered usage. */
  quantity: z.number().nullable(),
  /**
   * Minor units of the subscription's currency with decimals, for one; null for tiers, and where the snapshot has the
   * price's id only, or its amount in another currency only.
   */
  amount: z.string().nullable(),
  interval: z.string().nullable(),
  /** Months, weeks, … between two bills. */
  every: z.number().nullable(),
  metered: z.boolean(),
  /** Sold in packages of so many, of which the last one is billed as a whole (`up`) or not at all (`down`). */
  packages: z.object({ of: z.number(), round: z.string() }).nullable(),
  discounts: z.array(appliedDiscount),
});

/** What a subscription's snapshot says of recurring revenue. Nothing personal is in it. */
export const subscriptionFacts = z.object({
  status: z.string(),
  currency: z.string(),
  startedAt: time,
  trialEnd: time,
  endedAt: time,
  /** Its invoices are not collected, nor kept to be collected later. */
  unbilled: z.boolean(),
  discounts: z.array(appliedDiscount),
  items: z.array(item),
});

export const discountFacts = z.object({
  coupon: z.string().nullable(),
  /** It applies to whatever the customer is billed. */
  general: z.boolean(),
  startsAt: time,
  endsAt: time,
  removed: z.boolean(),
});

/** A coupon's terms never change. */
export const couponFacts = z.object({
  percentOff: z.number().nullable(),
  /** Minor units of `currency`. */
  amountOff: z.number().nullable(),
  currency: z.string().nullable(),
  duration: z.string().nullable(),
});

export type ItemFacts = Readonly<z.infer<typeof item>>;
export type AppliedDiscountFacts = Readonly<z.infer<typeof appliedDiscount>>;
export type SubscriptionFacts = Readonly<z.infer<typeof subscriptionFacts>>;
export type DiscountFacts = Readonly<z.infer<typeof discountFacts>>;
export type CouponFacts = Readonly<z.infer<typeof couponFacts>>;
