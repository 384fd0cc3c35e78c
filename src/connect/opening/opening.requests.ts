import { z } from 'zod';

export const accountBody = z
  .strictObject({
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'must be two capital letters, as in DE')
      .meta({
        description: 'Where its owner lives, or the business is registered. It can never be changed.',
        example: 'DE',
      }),
    email: z.email().max(254).optional().meta({
      description: 'Its owner’s; filled in on the onboarding page.',
      example: 'jenny@example.com',
    }),
    businessType: z
      .enum(['individual', 'company', 'non_profit', 'government_entity'])
      .optional()
      .meta({ description: 'The onboarding asks for it otherwise. `government_entity` is for the US.' }),
    dashboard: z.enum(['express', 'full', 'none']).default('express').meta({
      description:
        'Where its owner sees what it earns, and with that who bears what (docs/api.md). Other than `express` it is an unbound API key’s to choose.',
    }),
    allowAnother: z
      .boolean()
      .default(false)
      .meta({ description: 'Makes a further account for a tenant that has one. An unbound API key’s to ask for.' }),
  })
  .meta({ example: { country: 'DE', email: 'jenny@example.com', businessType: 'company' } });

export type AccountBody = z.output<typeof accountBody>;
