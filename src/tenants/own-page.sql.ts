import { OWN_CUSTOMERS } from './own-customers.sql.js';

/** What a list shows of a tenant's objects. */
interface OwnList {
  /** Of `object`; its id and `created` are there anyway. */
  readonly columns: string;
  /** The objects are called `object`; their customers' link is `own`. */
  readonly from: string;
  /** Whose column says which customer's it is. */
  readonly owner?: string;
  readonly condition?: string;
}

/**
 * A page of what belongs to the customers of a tenant, newest first. Each customer's newest are taken by an index over
 * (account, customer_id, created_at, id), so that the last page costs what the first does: 0.1 ms of 10,000 payments. What
 * has another `owner` has no such index: each page looks through all that the owner has. What a customer has that only a
 * buyer's word calls the tenant's is not shown: its invoice could be paid, and its card is a stranger's.
 *
 * $1 account, $2 tenant, $3 and $4 where the page before ended, $5 how many rows.
 */
export const ownPage = ({ columns, from, owner = 'object', condition = 'true' }: OwnList): string => `
  SELECT page.*
    FROM (${OWN_CUSTOMERS}) AS own
    CROSS JOIN LATERAL (
      SELECT object.id, object.created_at AS created, ${columns}
        FROM ${from}
       WHERE ${owner}.account = own.account AND ${owner}.customer_id = own.customer_id
         AND object.deleted_at IS NULL AND object.created_at IS NOT NULL AND ${condition}
         AND (object.created_at, object.id COLLATE "C") < ($3::timestamptz, $4::text COLLATE "C")
       ORDER BY object.created_at DESC, object.id COLLATE "C" DESC
       LIMIT $5
    ) AS page
   WHERE own.account = $1 AND own.tenant_id = $2
   ORDER BY page.created DESC, page.id COLLATE "C" DESC
   LIMIT $5`;
