/** Of each kind, the newest: whoever has more has a timeline of these. */
const MOST = 20_000;

/** Rows that name their customer, by what the audit log and Stripe call them. */
const OF_CUSTOMER = [
  ['subscription', 'subscriptions'],
  ['subscription_schedule', 'subscription_schedules'],
  ['invoice', 'invoices'],
  ['payment_intent', 'payment_intents'],
  ['charge', 'charges'],
  ['setup_intent', 'setup_intents'],
  ['payment_method', 'payment_methods'],
  ['checkout_session', 'checkout_sessions'],
  ['credit_note', 'credit_notes'],
  ['tax_id', 'customer_tax_ids'],
  ['discount', 'discounts'],
] as const;

/** Rows that name an invoice or a charge of the customer's. */
const OF_THEIRS = [
  ['invoice_payment', 'invoice_payments', 'invoice', 'invoice_id'],
  ['refund', 'refunds', 'charge', 'charge_id'],
  ['refund_request', 'refund_requests', 'charge', 'charge_id'],
  ['dispute', 'disputes', 'charge', 'charge_id'],
  ['early_fraud_warning', 'early_fraud_warnings', 'charge', 'charge_id'],
  ['review', 'reviews', 'charge', 'charge_id'],
] as const;

const ofCustomer = ([kind, table]: (typeof OF_CUSTOMER)[number]): string => `
  SELECT * FROM (
    SELECT '${kind}' AS kind, id FROM ${table} WHERE account = $1 AND customer_id = $2
     ORDER BY stripe_event_at DESC LIMIT ${MOST}
  ) AS ${kind}`;

const ofTheirs = ([kind, table, whose, column]: (typeof OF_THEIRS)[number]): string => `
  SELECT * FROM (
    SELECT '${kind}' AS kind, part.id
      FROM own JOIN ${table} AS part ON part.account = $1 AND part.${column} = own.id
     WHERE own.kind = '${whose}' LIMIT ${MOST}
  ) AS ${kind}`;

/**
 * Two parts of a WITH: `own`, and `object` (kind, id), all that is the customer's ($2) in an account ($1). Whatever is
 * deleted at Stripe, or detached, has lost its customer, and is not among it.
 */
export const OBJECTS = `
  own AS MATERIALIZED (${OF_CUSTOMER.map(ofCustomer).join(' UNION ALL ')}),
  object AS MATERIALIZED (
    SELECT 'customer' AS kind, $2::text AS id
    UNION ALL SELECT kind, id FROM own
    UNION ALL ${OF_THEIRS.map(ofTheirs).join(' UNION ALL ')}
  )`;
