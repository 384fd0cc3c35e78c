import { spelled } from './periods.sql.js';

/**
 * How far the rows are behind Stripe, $1 account. The moment is the database's, and stands still within one transaction.
 * Whose recurring revenue is due counts to 10,000, and so do the events that were given up.
 */
export const FRESHNESS = `
  SELECT ${spelled('now()')} AS "asOf", count(*) AS "pendingEvents",
         coalesce(greatest(0, floor(extract(epoch FROM now() - min(received_at)))), 0) AS "lagSeconds",
         (SELECT count(*) FROM (SELECT FROM mrr_due WHERE account = $1 LIMIT 10000) AS due) AS "pendingCustomers",
         (SELECT count(*) FROM (SELECT FROM stripe_event_log WHERE status = 'dead' AND account = $1 LIMIT 10000) AS dead) AS "deadEvents"
    FROM stripe_event_log
   WHERE status IN ('received', 'failed') AND account = $1`;
