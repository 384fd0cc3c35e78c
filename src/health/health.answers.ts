import { z } from 'zod';

export const healthAnswer = z
  .object({
    status: z.enum(['ok', 'degraded']),
    reasons: z.array(z.string()),
    checks: z.record(z.string(), z.unknown()).meta({ description: 'Counts and states, by name.' }),
  })
  .meta({ example: { status: 'ok', reasons: [], checks: { database: { status: 'up' } } } });

export const liveAnswer = z.object({ status: z.literal('ok') }).meta({ example: { status: 'ok' } });
