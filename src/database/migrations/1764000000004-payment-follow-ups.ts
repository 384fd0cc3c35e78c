import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payments that wait for the customer. The indexes hold these alone, and have the view read nothing else. */
const INDEXES = {
  invoices_open_idx: `invoices (account, id) WHERE status = 'open'`,
  payment_intents_waiting_idx: `payment_intents (account, id)
     WHERE status = 'requires_action'
        OR status IN ('requires_payment_method', 'requires_confirmation')
           AND coalesce(failure_code, failure_message) IS NOT NULL`,
};

/**
 * An open invoice, with the intent that is to pay it: of several the latest that is not over. Which one that is, the
 * invoice said before basil, the intent says today, and `invoice_payments` tells of it once it is paid. Snapshots from
 * basil to autumn 2025 do not say: there it is an intent of the same customer, currency and amount, made within five
 * seconds of the invoice's finalization, which is when Stripe makes it.
 */
const INVOICES = `
  SELECT i.account, 'invoice' AS kind, i.id, i.id AS invoice_id, p.id AS payment_intent_id, i.customer_id,
         i.subscription_id, p.status AS intent_status, p.failure_code, p.decline_code, p.failure_message,
         p.receipt_email, i.amount_remaining AS amount, i.currency, i.attempt_count, i.next_payment_attempt,
         i.hosted_invoice_url, i.created_at
    FROM invoices i
    LEFT JOIN LATERAL (
      SELECT pi.*
        FROM (SELECT i.payment_intent_id AS id
               UNION
              SELECT l.payment_intent_id FROM invoice_payments l WHERE l.account = i.account AND l.invoice_id = i.id
               UNION
              SELECT o.id FROM payment_intents o WHERE o.account = i.account AND o.invoice_id = i.id
               UNION
              SELECT s.id FROM payment_intents s
               WHERE s.account = i.account AND s.customer_id = i.customer_id AND s.invoice_id IS NULL
                 AND s.currency = i.currency AND s.amount = i.amount_due
                 AND s.created_at BETWEEN i.finalized_at - interval '5 seconds' AND i.finalized_at + interval '5 seconds'
             ) linked
        JOIN payment_intents pi ON pi.account = i.account AND pi.id = linked.id
       ORDER BY pi.status IN ('succeeded', 'canceled'), pi.created_at DESC NULLS LAST, pi.id DESC
       LIMIT 1
    ) p ON true
   WHERE i.status = 'open' AND i.amount_remaining > 0
     AND CASE p.status
           WHEN 'requires_action' THEN true
           WHEN 'requires_payment_method' THEN i.attempted OR coalesce(p.failure_code, p.failure_message) IS NOT NULL
           WHEN 'requires_confirmation' THEN i.attempted OR coalesce(p.failure_code, p.failure_message) IS NOT NULL
           WHEN 'processing' THEN false
           WHEN 'requires_capture' THEN false
           WHEN 'succeeded' THEN false
           ELSE i.attempted
         END`;

/**
 * An intent that failed or waits for the customer, and that no invoice is behind. LIMIT keeps PostgreSQL from making a
 * join of the search for one, which would read all invoices as soon as some thousands of intents wait.
 */
const PAYMENT_INTENTS = `
  SELECT p.account, 'payment_intent', p.id, NULL, p.id, p.customer_id, NULL, p.status, p.failure_code, p.decline_code,
         p.failure_message, p.receipt_email, p.amount - coalesce(p.amount_received, 0), p.currency, tried.times,
         NULL, NULL, p.created_at
    FROM payment_intents p
    LEFT JOIN LATERAL (
      SELECT true AS found FROM invoices i WHERE i.account = p.account AND i.payment_intent_id = p.id
       UNION ALL
      SELECT true FROM invoice_payments l WHERE l.account = p.account AND l.payment_intent_id = p.id
       UNION ALL
      SELECT true FROM invoices i
       WHERE i.account = p.account AND i.customer_id = p.customer_id AND i.currency = p.currency
         AND i.amount_due = p.amount
         AND p.created_at BETWEEN i.finalized_at - interval '5 seconds' AND i.finalized_at + interval '5 seconds'
       LIMIT 1
    ) invoice ON true
    CROSS JOIN LATERAL (
      SELECT count(*)::integer AS times, count(c.invoice_id) AS for_invoices
        FROM charges c WHERE c.account = p.account AND c.payment_intent_id = p.id
    ) tried
   WHERE (p.status = 'requires_action'
          OR p.status IN ('requires_payment_method', 'requires_confirmation')
             AND coalesce(p.failure_code, p.failure_message) IS NOT NULL)
     AND p.invoice_id IS NULL AND invoice.found IS NULL AND tried.for_invoices = 0`;

/** Methods whose failure comes days after the customer has paid (docs.stripe.com/payments/payment-methods). */
const DELAYED = `('acss_debit', 'au_becs_debit', 'bacs_debit', 'bank_account', 'boleto', 'customer_balance', 'konbini',
                 'multibanco', 'nz_bank_account', 'oxxo', 'sepa_debit', 'sofort', 'us_bank_account')`;

/** Who must be asked to pay, and why: computed from rows whenever it is read, so it is right as soon as they are. */
export class PaymentFollowUps1764000000004 implements MigrationInterface {
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('SET lock_timeout = 0');
    for (const [name, definition] of Object.entries(INDEXES)) {
      await queryRunner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await queryRunner.query(`CREATE INDEX CONCURRENTLY ${name} ON ${definition}`);
    }
    await queryRunner.query('RESET lock_timeout');
    await queryRunner.query(`
CREATE OR REPLACE VIEW payment_follow_ups AS
SELECT f.account, f.kind, f.id, f.customer_id, coalesce(t.tenant_id, s.tenant_id) AS tenant_id,
       coalesce(c.email, s.customer_email, f.receipt_email) AS email, c.name, f.subscription_id,
       CASE
         WHEN f.intent_status = 'requires_action' THEN 'action_required'
         WHEN 'authentication_required' IN (f.failure_code, f.decline_code) THEN 'action_required'
         WHEN f.failure_code = 'payment_intent_authentication_failure' THEN 'authentication_failed'
         WHEN a.payment_method_type IN ${DELAYED} THEN 'async_failed'
         WHEN coalesce(f.failure_code, f.failure_message, a.id) IS NOT NULL THEN 'declined'
         WHEN f.intent_status IN ('requires_payment_method', 'requires_confirmation') THEN 'no_payment_method'
         ELSE 'failed'
       END AS reason,
       CASE f.intent_status
         WHEN 'requires_action' THEN f.failure_code ELSE coalesce(f.failure_code, a.failure_code)
       END AS failure_code,
       f.decline_code,
       CASE f.intent_status
         WHEN 'requires_action' THEN f.failure_message ELSE coalesce(f.failure_message, a.failure_message)
       END AS failure_message,
       f.amount, f.currency, f.attempt_count,
       f.next_payment_attempt, f.hosted_invoice_url, a.created_at AS last_failed_at, f.created_at
  FROM (${INVOICES}
   UNION ALL ${PAYMENT_INTENTS}
       ) f
  LEFT JOIN LATERAL (
    SELECT x.id, x.payment_method_type, x.failure_code, x.failure_message, x.created_at
      FROM (SELECT * FROM charges WHERE account = f.account AND payment_intent_id = f.payment_intent_id
             UNION ALL
            SELECT * FROM charges WHERE account = f.account AND invoice_id = f.invoice_id
           ) x
     WHERE x.status = 'failed'
     ORDER BY x.created_at DESC NULLS LAST, x.id DESC
     LIMIT 1
  ) a ON true
  LEFT JOIN LATERAL (
    SELECT x.tenant_id, x.customer_email
      FROM (SELECT * FROM checkout_sessions WHERE account = f.account AND payment_intent_id = f.payment_intent_id
             UNION ALL
            SELECT * FROM checkout_sessions WHERE account = f.account AND subscription_id = f.subscription_id
           ) x
     ORDER BY x.created_at DESC NULLS LAST, x.id DESC
     LIMIT 1
  ) s ON true
  LEFT JOIN customers c ON c.account = f.account AND c.id = f.customer_id
  LEFT JOIN tenant_customers t ON t.account = f.account AND t.customer_id = f.customer_id`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
