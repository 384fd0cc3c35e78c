import { z } from 'zod';
import { pageAnswer, time } from '../../common/schemas.js';

const names = z.array(z.string());

/** A connected account, as far as Stripe has told. */
export const accountAnswer = z
  .object({
    id: z.string(),
    tenant: z.string().nullable().meta({ description: 'Whose it is.' }),
    country: z.string().nullable(),
    defaultCurrency: z.string().nullable(),
    businessType: z.string().nullable(),
    dashboard: z
      .string()
      .nullable()
      .meta({ description: '`express`, `full` or `none`: where its owner sees what it earns.' }),
    chargesEnabled: z.boolean().meta({ description: 'Payments can be taken for it.' }),
    payoutsEnabled: z.boolean().meta({ description: 'Stripe pays out to its bank.' }),
    detailsSubmitted: z
      .boolean()
      .meta({ description: 'Its owner has been through the onboarding. More may be due since.' }),
    disabledReason: z.string().nullable().meta({ description: 'Why charges or payouts are disabled.' }),
    requirements: z
      .object({
        currentlyDue: names.meta({ description: 'To be provided by the deadline.' }),
        pastDue: names.meta({ description: 'Not provided in time: something is disabled until it is.' }),
        eventuallyDue: names.meta({ description: 'Of any time; what is currently due is among them.' }),
        pendingVerification: names.meta({ description: 'Provided, and looked at by Stripe.' }),
        deadline: time.nullable(),
      })
      .meta({ description: 'What is missing, as names of fields at Stripe. The onboarding asks for it.' }),
    capabilities: z
      .record(z.string(), names)
      .meta({ description: 'Names by status: `active`, `inactive`, `pending`, …' }),
    deauthorizedAt: time
      .nullable()
      .meta({ description: 'When its owner withdrew your access; null while you have it.' }),
    created: time.nullable(),
  })
  .meta({
    example: {
      id: 'acct_1TtEzA2eZvKYlo2C',
      tenant: 'tenant_1',
      country: 'DE',
      defaultCurrency: 'eur',
      businessType: 'company',
      dashboard: 'express',
      chargesEnabled: false,
      payoutsEnabled: false,
      detailsSubmitted: false,
      disabledReason: 'requirements.past_due',
      requirements: {
        currentlyDue: ['external_account', 'tos_acceptance.date'],
        pastDue: ['external_account', 'tos_acceptance.date'],
        eventuallyDue: ['external_account', 'tos_acceptance.date'],
        pendingVerification: [],
        deadline: null,
      },
      capabilities: { inactive: ['card_payments', 'transfers'] },
      deauthorizedAt: null,
      created: '2026-08-01T12:00:00.000Z',
    },
  });

export type AccountAnswer = z.output<typeof accountAnswer>;

export const accountsAnswer = pageAnswer(accountAnswer);
