import { z } from 'zod';

export const payloadAnswer = z
  .object({
    event: z.string(),
    masked: z.boolean(),
    payload: z.unknown().meta({
      description: 'The event. Masked: `•••` stands for every text that is not known to be harmless.',
    }),
  })
  .meta({
    example: {
      event: 'evt_1TtEzB2eZvKYlo2C',
      masked: true,
      payload: { id: 'evt_1TtEzB2eZvKYlo2C', data: { object: { id: 'cus_TtEzA2eZvKYlo2', email: '•••' } } },
    },
  });

export type PayloadAnswer = z.output<typeof payloadAnswer>;
