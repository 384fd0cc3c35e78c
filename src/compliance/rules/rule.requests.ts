import { z } from 'zod';
import { chosenId, money, pageQuery, stripeId, text } from '../../common/schemas.js';

const why = text(500).meta({ description: 'For operators: no buyer sees it.', example: 'Sanctions list of 2026-07' });

/** Ids are not looked up: a rule may come before what it is about. */
const conditions = {
  tenant: text(500).optional().meta({ example: 'tenant_42' }),
  customer: stripeId('cus').optional().meta({ description: 'With all customers of the same tenant.' }),
  product: chosenId.optional().meta({ example: 'prod_TtEzA2eZvKYlo2' }),
  price: chosenId.optional().meta({ example: 'price_1TtEzA2eZvKYlo2C' }),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two upper-case letters of ISO 3166-1, as in KP')
    .optional()
    .meta({ description: 'Of the customer’s address, or of a card.', example: 'KP' }),
  category: text(500)
    .regex(/\S/, 'must say something')
    .optional()
    .meta({ description: '`category` in the metadata of the price, its product or the customer.', example: 'weapons' }),
  atLeast: money.optional().meta({ description: 'So much, or more, in this currency.' }),
};

export const ruleBody = z
  .strictObject({
    effect: z
      .enum(['hold', 'refuse'])
      .default('hold')
      .meta({ description: 'A hold can be released for a tenant; a refusal ends with the rule.' }),
    action: z.enum(['checkout', 'refund']).optional().meta({ description: 'Both unless said.' }),
    ...conditions,
    reason: why,
    note: text(2_000).optional(),
  })
  .refine(
    ({ tenant, customer, product, price, country, category, atLeast }) =>
      [tenant, customer, product, price, country, category, atLeast].some((condition) => condition !== undefined),
    'must have a condition: without one it would stop everything',
  )
  .meta({
    example: {
      effect: 'hold',
      action: 'checkout',
      country: 'US',
      category: 'weapons',
      atLeast: { amount: 100_000, currency: 'usd' },
      reason: 'Licence needed above $1,000',
    },
  });

export type RuleBody = z.output<typeof ruleBody>;

export const ruleId = z
  .string()
  .regex(/^rule_[0-9a-f]{32}$/, 'must be the id of a rule')
  .meta({ example: 'rule_5f0c3c1e7a7d4d0f9c581d0f5f6c2f11' });

export const endBody = z.strictObject({ reason: text(500) }).meta({ example: { reason: 'The licence was shown.' } });

export type EndBody = z.output<typeof endBody>;

export const rulesQuery = pageQuery.extend({
  state: z.enum(['active', 'ended', 'all']).default('active').meta({ description: '`active` unless said.' }),
});

export type RulesQuery = z.output<typeof rulesQuery>;
