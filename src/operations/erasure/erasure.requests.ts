import { z } from 'zod';
import { text } from '../../common/schemas.js';
import { customerId, oneAccount } from '../operator.requests.js';

export const erasureQuery = z.strictObject({ account: oneAccount });

export type ErasureQuery = z.output<typeof erasureQuery>;

export const eraseBody = z
  .strictObject({
    reason: text(500).meta({
      description: 'Kept in the audit log: a ticket’s number, say, and nobody’s name.',
      example: 'Request of 2026-08-01, ticket 4711',
    }),
    confirm: customerId.meta({ description: 'The customer’s id once more: it cannot be undone.' }),
  })
  .meta({ example: { reason: 'Request of 2026-08-01, ticket 4711', confirm: 'cus_TtEzA2eZvKYlo2' } });

export type EraseBody = z.output<typeof eraseBody>;
