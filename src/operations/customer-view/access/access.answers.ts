import { z } from 'zod';
import { time } from '../../../common/schemas.js';
import { REFERENCE_TYPES } from './reason.js';
import { EFFECTS, isReasonCode, type ReasonCode } from './reason-codes.js';

const reasonAnswer = z.object({
  code: z
    .custom<ReasonCode>((word) => typeof word === 'string' && isReasonCode(word))
    .meta({
      type: 'string',
      description: 'One of docs/why-no-access.md. Take one that you do not know as `informs`.',
    }),
  effect: z.enum(EFFECTS).meta({
    description:
      '`grants` lets the customer in, `denies` keeps it out, `blocks` keeps it from buying or from a refund, `doubts` says that what is here may not be what Stripe has, `informs` tells a circumstance.',
  }),
  text: z.string().meta({ description: 'For a person. Says nothing of one.' }),
  remedy: z.string().meta({ description: 'What to do about it.' }),
  at: time.nullable().meta({ description: 'Since when, where that is known.' }),
  refs: z.array(z.object({ type: z.enum(REFERENCE_TYPES), id: z.string() })).meta({
    description: 'The rows and events that decide it, in the customer’s account.',
  }),
});

export const accessAnswer = z.object({
  granted: z.boolean(),
  plan: z.string().nullable().meta({ description: 'Also after the subscription has ended.' }),
  status: z.string().nullable().meta({ description: 'Of the subscription that counts.' }),
  entitledBy: z.enum(['stripe', 'plan']).nullable(),
  features: z.array(z.string()),
  limits: z.record(z.string(), z.union([z.number(), z.literal('unlimited')])),
  feature: z
    .object({ name: z.string(), granted: z.boolean() })
    .nullable()
    .meta({ description: 'The feature that was asked about.' }),
  computedAt: time.nullable().meta({ description: 'When the tenant’s state last changed.' }),
  because: z.array(reasonAnswer).meta({ description: 'The reasons, in the order in which they decide.' }),
});
