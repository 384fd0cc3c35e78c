import { periodOf, within } from './periods.sql.js';

/** Money that a customer's bank has taken back, or may: won disputes and inquiries have cost nothing. */
const COSTLY_DISPUTE = `status IN ('needs_response', 'under_review', 'lost')`;
export const MADE_REFUND = `coalesce(status, '') NOT IN ('failed', 'canceled')`;
const EARNED = `status = 'succeeded' AND captured AND deleted_at IS NULL`;

const PAID_FOR = `read_at IS NOT NULL AND fee <> 0`;

/** Rows that are counted one by one: there are hundreds of thousands of them in a year. */
interface Summed {
  readonly table: string;
  /** Of a partial index over (account, currency, created_at) that has the amount besides. */
  readonly condition: string;
  readonly amount: string;
}

/**
 * A sum for each period and currency, under the name: each is one stretch of the index, read without the table, and
 * added up without being hashed or sorted. That halves the time of a GROUP BY. The currencies are found in the index
 * too, by leaping from one to the next; what has none is a stretch of its own.
 */
const summed = (name: string, { table, condition, amount }: Summed): string => `
  ${name}_currencies AS (
    (SELECT currency FROM ${table} WHERE account = $1 AND currency IS NOT NULL AND ${condition} ORDER BY currency LIMIT 1)
    UNION ALL
    SELECT (SELECT currency FROM ${table} WHERE account = $1 AND currency > former.currency AND ${condition} ORDER BY currency LIMIT 1)
      FROM ${name}_currencies AS former WHERE former.currency IS NOT NULL
  ), ${name} AS (
    SELECT n, own.currency, found.rows, found.total
      FROM ${name}_currencies AS own
      CROSS JOIN unnest($4::timestamptz[], ($4::timestamptz[])[2:] || $3::timestamptz) WITH ORDINALITY AS period (starts, ends, n)
      CROSS JOIN LATERAL (
        SELECT count(*) AS rows, sum(${amount}) AS total FROM ${table}
         WHERE account = $1 AND currency = own.currency AND created_at >= period.starts AND created_at < period.ends AND ${condition}
      ) AS found
     WHERE own.currency IS NOT NULL AND found.rows > 0
    UNION ALL
    SELECT ${periodOf('created_at')}, NULL, count(*), sum(${amount})
      FROM ${table} WHERE account = $1 AND currency IS NULL AND ${within('created_at')} AND ${condition} GROUP BY 1
  )`;

/** Every other sum is one run through an index. Fees are in the balance's currency. */
export const REVENUE = `
  WITH RECURSIVE ${summed('sold', { table: 'charges', condition: EARNED, amount: 'amount_captured' })},
  ${summed('fees', { table: 'balance_transactions', condition: PAID_FOR, amount: 'fee' })}, figures AS (
    SELECT n, currency, rows AS charges, total AS gross, 0::numeric AS refunds, 0::numeric AS disputes, 0::numeric AS fees,
           0::bigint AS missing
      FROM sold
    UNION ALL
    SELECT ${periodOf('created_at')}, currency, 0, 0, sum(amount), 0, 0, 0
      FROM refunds WHERE account = $1 AND ${within('created_at')} AND deleted_at IS NULL AND ${MADE_REFUND} GROUP BY 1, 2
    UNION ALL
    SELECT ${periodOf('created_at')}, currency, 0, 0, 0, sum(amount), 0, 0
      FROM disputes WHERE account = $1 AND ${within('created_at')} AND deleted_at IS NULL AND ${COSTLY_DISPUTE} GROUP BY 1, 2
    UNION ALL
    SELECT n, currency, 0, 0, 0, 0, total, 0 FROM fees
    UNION ALL
    SELECT ${periodOf('created_at')}, currency, 0, 0, 0, 0, 0, count(*)
      FROM charges
     WHERE account = $1 AND ${within('created_at')} AND ${EARNED} AND balance_transaction_id IS NULL GROUP BY 1, 2
    UNION ALL
    SELECT ${periodOf('charge.created_at')}, charge.currency, 0, 0, 0, 0, 0, count(*)
      FROM balance_transactions AS movement
      JOIN charges AS charge ON charge.account = $1 AND charge.balance_transaction_id = movement.id
     WHERE movement.account = $1 AND movement.read_at IS NULL AND ${within('charge.created_at')}
       AND charge.status = 'succeeded' AND charge.captured AND charge.deleted_at IS NULL
     GROUP BY 1, 2
  )
  SELECT n, coalesce(currency, '') AS currency, sum(charges) AS charges, sum(gross) AS gross, sum(refunds) AS refunds,
         sum(disputes) AS disputes, sum(fees) AS fees, sum(gross) - sum(refunds) - sum(disputes) - sum(fees) AS net,
         sum(missing) AS "feesMissing"
    FROM figures GROUP BY n, currency ORDER BY n, currency`;
