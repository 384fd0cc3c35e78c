import { z } from 'zod';
import type { Entitlements } from './entitlements.js';

/** @see Entitlements */
export const entitlementsAnswer = z
  .object({
    plan: z.string().nullable(),
    status: z.string().nullable(),
    currentPeriodEnd: z.string().nullable().meta({ format: 'date-time' }),
    features: z.array(z.string()),
    limits: z.record(z.string(), z.union([z.number(), z.literal('unlimited')])),
    entitledBy: z.enum(['stripe', 'plan']).nullable(),
    version: z.number(),
  })
  .meta({
    example: {
      plan: 'pro',
      status: 'active',
      currentPeriodEnd: '2026-09-01T12:00:00.000Z',
      features: ['exports', 'sso'],
      limits: { seats: 5 },
      entitledBy: 'plan',
      version: 3,
    } satisfies Entitlements,
  });
