import { createdAt } from '../../stripe/shapes/created.js';
import { flag, word } from '../../stripe/shapes/fields.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { priceTerms } from '../../stripe/shapes/price-terms.js';
import { statementDescriptor } from '../../stripe/shapes/statement-descriptor.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { PlanColumns } from './plan.entity.js';

export function toPlan(plan: StripeObject): PlanColumns {
  const terms = priceTerms(plan);
  return {
    // before 2018 every plan could be subscribed to, at one price a unit
    active: flag(plan, 'active') ?? true,
    productId: terms.productId,
    nickname: terms.nickname,
    currency: terms.currency,
    amount: terms.unitAmount,
    amountDecimal: terms.unitAmountDecimal,
    interval: terms.recurringInterval,
    intervalCount: terms.recurringIntervalCount,
    usageType: terms.usageType,
    billingScheme: word(plan, 'billing_scheme') ?? 'per_unit',
    tiersMode: word(plan, 'tiers_mode'),
    trialPeriodDays: terms.trialPeriodDays,
    statementDescriptor: statementDescriptor(plan),
    metadata: metadataOf(plan),
    createdAt: createdAt(plan),
  };
}
