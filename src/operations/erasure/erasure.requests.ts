import { z } from 'zod';
import { text } from '../../common/schemas.js';
import { OWN_ACCOUNT } from '../operator.js';

/** Stripe's own look like cus_…; whoever moved to Stripe may have brought others. */
export const erasedCustomerId = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters without spaces')
  .meta({ example: 'cus_TtEzA2eZvKYlo2' });

export const erasureQuery = z.strictObject({
  account: z
    .string()
    .regex(new RegExp(`^(${OWN_ACCOUNT}|acct_[A-Za-z0-9]{1,64})$`), 'must be a connected account, or `own`')
    .optional()
    .meta({
      description: 'A connected account, or `own`. Without it your own, or the one that you are bound to.',
      example: 'acct_1TtEzA2eZvKYlo2C',
    }),
});

export type ErasureQuery = z.output<typeof erasureQuery>;

export const eraseBody = z
  .strictObject({
    reason: text(500).meta({
      description: 'Kept in the audit log: a ticket’s number, say, and nobody’s name.',
      example: 'Request of 2026-08-01, ticket 4711',
    }),
    confirm: erasedCustomerId.meta({ description: 'The customer’s id once more: it cannot be undone.' }),
  })
  .meta({ example: { reason: 'Request of 2026-08-01, ticket 4711', confirm: 'cus_TtEzA2eZvKYlo2' } });

export type EraseBody = z.output<typeof eraseBody>;
