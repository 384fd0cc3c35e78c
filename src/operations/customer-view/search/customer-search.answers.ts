import { z } from 'zod';
import { pageAnswer, time } from '../../../common/schemas.js';

const foundAnswer = z
  .object({
    id: z.string(),
    account: z.string().nullable().meta({ description: 'Connected account; null: your own.' }),
    tenant: z.string().nullable(),
    email: z.string().nullable().meta({ description: 'Masked.' }),
    plan: z.string().nullable().meta({ description: 'Of its tenant, also after the subscription has ended.' }),
    status: z.string().nullable().meta({ description: 'Of its tenant’s subscription, in Stripe’s words.' }),
    createdAt: time.nullable().meta({ description: 'Null while Stripe has told nothing of the customer itself.' }),
    deletedAt: time.nullable(),
  })
  .meta({
    example: {
      id: 'cus_TtEzA2eZvKYlo2',
      account: null,
      tenant: 'tenant_42',
      email: 'j•••@example.com',
      plan: 'pro',
      status: 'past_due',
      createdAt: '2026-07-01T12:00:00.000Z',
      deletedAt: null,
    },
  });

export type FoundAnswer = z.output<typeof foundAnswer>;

export const customersAnswer = pageAnswer(foundAnswer);
