import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The other objects of payments, as the mirrored ones before them, and the movements of the balance. */
export class PaymentObjects1764000000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE charges ADD COLUMN failure_balance_transaction_id text`);
    await queryRunner.query(`ALTER TABLE refunds ADD COLUMN failure_balance_transaction_id text`);
    await queryRunner.query(`ALTER TABLE payment_intents ADD COLUMN receipt_email text`);
    await queryRunner.query(`
      CREATE TABLE disputes (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, charge_id text, payment_intent_id text, status text,
        reason text, network_reason_code text, payment_method_type text, is_charge_refundable boolean, currency text,
        amount bigint, evidence_due_by timestamptz, has_evidence boolean, evidence_past_due boolean,
        evidence_submission_count integer, balance_transaction_ids text[], net_withdrawn bigint,
        net_reinstated bigint, net_currency text, metadata jsonb, created_at timestamptz,
        CONSTRAINT disputes_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX disputes_charge_id_idx ON disputes (account, charge_id)`);
    await queryRunner.query(`CREATE INDEX disputes_payment_intent_id_idx ON disputes (account, payment_intent_id)`);
    await queryRunner.query(`CREATE INDEX disputes_status_idx ON disputes (account, status, evidence_due_by)`);
    await queryRunner.query(`
      CREATE TABLE early_fraud_warnings (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, charge_id text, payment_intent_id text, fraud_type text,
        actionable boolean, created_at timestamptz,
        CONSTRAINT early_fraud_warnings_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(
      `CREATE INDEX early_fraud_warnings_charge_id_idx ON early_fraud_warnings (account, charge_id)`,
    );
    await queryRunner.query(
      `CREATE INDEX early_fraud_warnings_payment_intent_id_idx ON early_fraud_warnings (account, payment_intent_id)`,
    );
    await queryRunner.query(`
      CREATE TABLE reviews (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, charge_id text, payment_intent_id text, open boolean,
        reason text, opened_reason text, closed_reason text, created_at timestamptz,
        CONSTRAINT reviews_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX reviews_charge_id_idx ON reviews (account, charge_id)`);
    await queryRunner.query(`CREATE INDEX reviews_payment_intent_id_idx ON reviews (account, payment_intent_id)`);
    await queryRunner.query(`CREATE INDEX reviews_open_idx ON reviews (account, created_at) WHERE open`);
    await queryRunner.query(`
      CREATE TABLE setup_intents (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, customer_id text, payment_method_id text, status text,
        usage text, mandate_id text, latest_attempt_id text, failure_code text, decline_code text,
        failure_message text, cancellation_reason text, description text, metadata jsonb, created_at timestamptz,
        CONSTRAINT setup_intents_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX setup_intents_customer_id_idx ON setup_intents (account, customer_id)`);
    await queryRunner.query(
      `CREATE INDEX setup_intents_payment_method_id_idx ON setup_intents (account, payment_method_id)`,
    );
    await queryRunner.query(`
      CREATE TABLE payouts (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, status text, currency text, amount bigint,
        arrival_date timestamptz, automatic boolean, method text, type text, destination_id text,
        balance_transaction_id text, failure_balance_transaction_id text, failure_code text, failure_message text,
        original_payout_id text, reversed_by_id text, reconciliation_status text, statement_descriptor text,
        description text, metadata jsonb, created_at timestamptz,
        CONSTRAINT payouts_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX payouts_arrival_date_idx ON payouts (account, arrival_date)`);
    await queryRunner.query(`CREATE INDEX payouts_status_idx ON payouts (account, status)`);
    await queryRunner.query(`
      CREATE TABLE balance_transactions (
        account text NOT NULL DEFAULT '', id text NOT NULL, type text, reporting_category text, source_id text,
        currency text, amount bigint, fee bigint, net bigint, exchange_rate text, available_on timestamptz,
        description text, fee_details jsonb, created_at timestamptz, read_at timestamptz,
        attempts integer NOT NULL DEFAULT 0, next_attempt_at timestamptz DEFAULT now(), last_error text,
        CONSTRAINT balance_transactions_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(
      `CREATE INDEX balance_transactions_source_id_idx ON balance_transactions (account, source_id)`,
    );
    await queryRunner.query(
      `CREATE INDEX balance_transactions_created_at_idx ON balance_transactions (account, created_at)`,
    );
    await queryRunner.query(`
      CREATE INDEX balance_transactions_wanted_idx ON balance_transactions (next_attempt_at)
        WHERE next_attempt_at IS NOT NULL`);
    // What rows named before this table existed is wanted too.
    await queryRunner.query(`
      INSERT INTO balance_transactions (account, id)
      SELECT account, balance_transaction_id FROM charges WHERE balance_transaction_id IS NOT NULL
       UNION
      SELECT account, balance_transaction_id FROM refunds WHERE balance_transaction_id IS NOT NULL`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
