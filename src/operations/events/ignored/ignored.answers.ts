import { z } from 'zod';

export const ignoredAnswer = z
  .object({
    ignored: z.int(),
    skipped: z.int().meta({ description: 'That are neither failed nor dead, or are not there.' }),
  })
  .meta({ example: { ignored: 1, skipped: 0 } });

export type IgnoredAnswer = z.output<typeof ignoredAnswer>;
