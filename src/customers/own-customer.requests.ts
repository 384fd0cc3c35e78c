import { z } from 'zod';
import { amountAnswer, text } from '../common/schemas.js';

const line = text(200).optional();

const addressBody = z.strictObject({
  line1: line,
  line2: line,
  city: line,
  state: line,
  postalCode: text(20).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be two capital letters, as in DE')
    .meta({ example: 'DE' }),
});

export const customerBody = z
  .strictObject({
    name: text(256).nullable().optional().meta({ description: 'Null takes it away, as with the others.' }),
    email: z.email().max(254).nullable().optional(),
    address: addressBody.nullable().optional().meta({ description: 'The whole address: what is left out is empty.' }),
    taxId: z
      .strictObject({
        type: z
          .string()
          .regex(/^[a-z]{2}_[a-z0-9_]{2,30}$/, 'must be a type of docs.stripe.com/billing/customer/tax-ids, as eu_vat')
          .meta({ example: 'eu_vat' }),
        value: z
          .string()
          .regex(/^[A-Za-z0-9][A-Za-z0-9 ./-]{1,49}$/, 'must be letters, digits and the usual separators')
          .meta({ example: 'DE123456789' }),
      })
      .nullable()
      .optional()
      .meta({ description: 'The only one from then on.' }),
  })
  .refine((body) => Object.keys(body).length > 0, 'must say what is to change')
  .meta({ example: { name: 'Acme GmbH', taxId: { type: 'eu_vat', value: 'DE123456789' } } });

export type CustomerBody = z.output<typeof customerBody>;

const word = z.string().nullable();

/** The customer, as Stripe has it. */
export const customerAnswer = z
  .object({
    id: z.string(),
    name: word,
    email: word,
    address: z
      .object({ line1: word, line2: word, city: word, state: word, postalCode: word, country: word })
      .nullable(),
    taxIds: z.array(
      z.object({
        id: z.string(),
        type: z.string(),
        value: z.string(),
        country: word,
        status: word.meta({ description: '`pending`, `verified`, `unverified` or `unavailable`.' }),
      }),
    ),
    balance: amountAnswer.nullable().meta({ description: 'Negative is credit for the next invoice.' }),
    delinquent: z.boolean().nullable().meta({ description: 'The latest invoice could not be collected.' }),
  })
  .meta({
    example: {
      id: 'cus_Nh8sQ1Fz',
      name: 'Acme GmbH',
      email: 'billing@acme.example',
      address: {
        line1: 'Hauptstr. 1',
        line2: null,
        city: 'Berlin',
        state: null,
        postalCode: '10115',
        country: 'DE',
      },
      taxIds: [{ id: 'txi_1TtEzA2eZvKYlo2C', type: 'eu_vat', value: 'DE123456789', country: 'DE', status: 'verified' }],
      balance: { amount: -500, currency: 'eur' },
      delinquent: false,
    },
  });

export type CustomerAnswer = z.output<typeof customerAnswer>;
