import { z } from 'zod';
import { pageQuery, text } from '../../../common/schemas.js';
import { anyAccount } from '../../operator.requests.js';

/** In the address, and so in no log of a proxy: ids only. A tenant's id may be a mail address; then it is posted. */
export const customersQuery = pageQuery.extend({
  q: text(500)
    .regex(/^[^@]*$/, 'looks like a mail address: send it to POST /operations/customers/search')
    .meta({ description: 'A customer’s id, or a tenant’s, whole.', example: 'cus_TtEzA2eZvKYlo2' }),
  account: anyAccount,
});

export type CustomersQuery = z.output<typeof customersQuery>;

const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 in 64 lower-case hexadecimal digits')
  .meta({ description: 'Of the mail address in lower case, in UTF-8.' });

export const searchBody = z
  .strictObject({
    customerId: text(500).optional().meta({ example: 'cus_TtEzA2eZvKYlo2' }),
    tenantId: text(500).optional().meta({ example: 'tenant_42' }),
    email: text(500).optional().meta({ description: 'Whole; upper and lower case are alike.' }),
    emailSha256: digest.optional(),
    account: anyAccount,
  })
  .refine(
    ({ customerId, tenantId, email, emailSha256 }) =>
      [customerId, tenantId, email, emailSha256].filter((given) => given !== undefined).length === 1,
    'must name one of customerId, tenantId, email and emailSha256',
  )
  .meta({ example: { email: 'jenny@example.com' } });

export type SearchBody = z.output<typeof searchBody>;
