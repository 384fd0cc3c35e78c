import { z } from 'zod';
import type { MeansOfPayment } from '../../stripe/shapes/card.js';

/** What may be shown of a card, and of other means what they have of it. */
export type Means = Omit<MeansOfPayment, 'country'>;

export const means = {
  type: z.string().nullable().meta({ description: '`card`, `sepa_debit`, …' }),
  brand: z.string().nullable(),
  last4: z.string().nullable(),
  expMonth: z.int().nullable(),
  expYear: z.int().nullable(),
};
