import { z } from 'zod';
import { time } from '../../../common/schemas.js';

const failureGroup = z.object({
  status: z.enum(['failed', 'dead']),
  errorClass: z.string(),
  error: z.string().meta({ description: 'What the errors have in common: ids and figures are `…`.' }),
  type: z.string(),
  events: z.int(),
  oldestAt: time.meta({ description: 'Receipt.' }),
  newestAt: time,
  sample: z.array(z.string()).meta({ description: 'Ids of up to five, the newest first.' }),
});

/** Together they are the `filter` of a replay of the group, or of leaving it alone. */
export const failuresAnswer = z
  .object({
    data: z.array(failureGroup),
    isCut: z.boolean().meta({ description: 'Of the newest 20,000 failed and 20,000 dead, or the first 200 groups.' }),
  })
  .meta({
    example: {
      data: [
        {
          status: 'dead',
          errorClass: 'permanent',
          error: 'data.object.amount is not a whole number.',
          type: 'charge.succeeded',
          events: 12,
          oldestAt: '2026-08-01T11:00:00.000Z',
          newestAt: '2026-08-01T12:00:00.000Z',
          sample: ['evt_1TtEzB2eZvKYlo2C'],
        },
      ],
      isCut: false,
    },
  });

export type FailuresAnswer = z.output<typeof failuresAnswer>;
export type FailureGroup = z.output<typeof failureGroup>;
