import { z } from 'zod';
import type { OfferedPlan, OfferedPrice } from './offered-plan.js';

const features = z.array(z.string());
const limits = z.record(z.string(), z.union([z.int(), z.literal('unlimited')]));

const priceExample: OfferedPrice = {
  id: 'price_1TtEzA2eZvKYlo2C',
  lookupKey: 'pro_monthly',
  nickname: 'Pro, monthly',
  type: 'recurring',
  currency: 'usd',
  unitAmount: 2900,
  unitAmountDecimal: '2900',
  billingScheme: 'per_unit',
  interval: 'month',
  intervalCount: 1,
  usageType: 'licensed',
  taxBehavior: 'exclusive',
  trialDays: 14,
  promotionCodes: false,
  features: ['exports', 'sso'],
  limits: { seats: 5 },
};

/** @see OfferedPrice */
const priceAnswer = z
  .object({
    id: z.string(),
    lookupKey: z.string().nullable(),
    nickname: z.string().nullable(),
    type: z.enum(['recurring', 'one_time']),
    currency: z.string(),
    unitAmount: z.int().nullable().meta({ description: 'Minor units; null for tiers and fractions of a minor unit.' }),
    unitAmountDecimal: z.string().nullable().meta({ description: 'Minor units, with up to twelve decimals.' }),
    billingScheme: z.string().nullable(),
    interval: z
      .string()
      .nullable()
      .meta({ description: '`day`, `week`, `month` or `year`; null for a single payment.' }),
    intervalCount: z.int().nullable(),
    usageType: z.string().nullable().meta({ description: '`licensed`, or `metered`: sold without a quantity.' }),
    taxBehavior: z.string().nullable(),
    trialDays: z.int().meta({ description: 'Days of trial for a tenant that has had no subscription yet.' }),
    promotionCodes: z.boolean().meta({ description: 'Whether Stripe’s page takes promotion codes.' }),
    features,
    limits,
  })
  .meta({ example: priceExample });

const planExample: OfferedPlan = {
  id: 'pro',
  productId: 'prod_Nh8sQ1Fz',
  name: 'Pro',
  description: 'For teams',
  features: ['exports', 'sso'],
  limits: { seats: 5 },
  prices: [priceExample],
};

/** @see OfferedPlan */
export const planAnswer = z
  .object({
    id: z.string().meta({ description: 'The key of the plan.' }),
    productId: z.string(),
    name: z.string().nullable(),
    description: z.string().nullable(),
    features,
    limits,
    prices: z.array(priceAnswer).meta({ description: 'The cheapest first.' }),
  })
  .meta({ example: planExample });

export const plansAnswer = z.object({ data: z.array(planAnswer) }).meta({ example: { data: [planExample] } });
