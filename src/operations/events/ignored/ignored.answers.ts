import { z } from 'zod';
import { later, upTo } from '../replays/replay.answers.js';

export const ignoredAnswer = z
  .object({
    ignored: z.int(),
    skipped: z.int().meta({ description: 'That are neither failed nor dead, or are not there.' }),
    later,
  })
  .meta({ example: { ignored: 1, skipped: 0, later: 0 } });

export type IgnoredAnswer = z.output<typeof ignoredAnswer>;

export const ignorePreviewAnswer = z
  .object({
    events: z.int().meta({ description: 'That would be left alone; up to 50,000 are counted.' }),
    upTo,
    isCapped: z.boolean().meta({ description: 'There are more than one request may concern: narrow the filter.' }),
    skipped: z.int().meta({ description: 'That are neither failed nor dead, or are not there.' }),
  })
  .meta({ example: { events: 1, upTo: '120719', isCapped: false, skipped: 0 } });

export type IgnorePreviewAnswer = z.output<typeof ignorePreviewAnswer>;
