import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One table for each mirrored object of Stripe's, and the tenants derived from them. No foreign keys: parents arrive
 * late. Mapped columns are nullable: the tombstone of a deleted object has nothing but its identity.
 */
export class Mirror1764000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE customers (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, tenant_id text, email text, name text, description text,
        currency text, balance bigint, delinquent boolean, default_payment_method_id text, discounts jsonb,
        metadata jsonb, created_at timestamptz,
        CONSTRAINT customers_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX customers_tenant_id_idx ON customers (account, tenant_id)`);
    await queryRunner.query(`
      CREATE TABLE products (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, active boolean, name text, description text,
        default_price_id text, unit_label text, tax_code text, marketing_features jsonb, metadata jsonb,
        created_at timestamptz,
        CONSTRAINT products_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`
      CREATE TABLE prices (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, active boolean, product_id text, lookup_key text,
        nickname text, type text, currency text, unit_amount bigint, unit_amount_decimal text, billing_scheme text,
        tiers_mode text, tax_behavior text, usage_type text, recurring_interval text,
        recurring_interval_count integer, trial_period_days integer, metadata jsonb, created_at timestamptz,
        CONSTRAINT prices_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX prices_product_id_idx ON prices (account, product_id)`);
    await queryRunner.query(`
      CREATE TABLE checkout_sessions (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, status text, payment_status text, mode text,
        client_reference_id text, tenant_id text, customer_id text, subscription_id text, payment_intent_id text,
        setup_intent_id text, invoice_id text, payment_link_id text, customer_email text, currency text,
        amount_subtotal bigint, amount_total bigint, amount_discount bigint, amount_tax bigint, discounts jsonb,
        metadata jsonb, expires_at timestamptz, created_at timestamptz,
        CONSTRAINT checkout_sessions_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(
      `CREATE INDEX checkout_sessions_customer_id_idx ON checkout_sessions (account, customer_id)`,
    );
    await queryRunner.query(
      `CREATE INDEX checkout_sessions_subscription_id_idx ON checkout_sessions (account, subscription_id)`,
    );
    await queryRunner.query(
      `CREATE INDEX checkout_sessions_payment_intent_id_idx ON checkout_sessions (account, payment_intent_id)`,
    );
    await queryRunner.query(`CREATE INDEX checkout_sessions_tenant_id_idx ON checkout_sessions (account, tenant_id)`);
    await queryRunner.query(`
      CREATE TABLE subscriptions (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, customer_id text, tenant_id text, status text, currency text,
        collection_method text, days_until_due integer, current_period_start timestamptz,
        current_period_end timestamptz, billing_cycle_anchor timestamptz, trial_start timestamptz,
        trial_end timestamptz, cancelling boolean, cancel_at timestamptz, canceled_at timestamptz,
        ended_at timestamptz, cancellation_reason text, cancellation_feedback text, pause_reason text,
        pause_collection_behavior text, pause_collection_resumes_at timestamptz, default_payment_method_id text,
        latest_invoice_id text, pending_setup_intent_id text, schedule_id text, test_clock_id text,
        description text, discounts jsonb, metadata jsonb, created_at timestamptz,
        CONSTRAINT subscriptions_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX subscriptions_customer_id_idx ON subscriptions (account, customer_id)`);
    await queryRunner.query(`CREATE INDEX subscriptions_tenant_id_idx ON subscriptions (account, tenant_id)`);
    await queryRunner.query(`
      CREATE TABLE subscription_items (
        account text NOT NULL DEFAULT '', parent_id text NOT NULL, id text NOT NULL, price_id text, product_id text,
        quantity bigint, currency text, unit_amount bigint, recurring_interval text,
        recurring_interval_count integer, current_period_start timestamptz, current_period_end timestamptz,
        metadata jsonb, created_at timestamptz,
        CONSTRAINT subscription_items_pkey PRIMARY KEY (account, parent_id, id)
      )`);
    await queryRunner.query(`CREATE INDEX subscription_items_price_id_idx ON subscription_items (account, price_id)`);
    await queryRunner.query(`
      CREATE TABLE invoices (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, customer_id text, subscription_id text,
        payment_intent_id text, charge_id text, status text, paid boolean, number text, billing_reason text,
        collection_method text, currency text, subtotal bigint, total bigint, tax bigint, amount_discount bigint,
        amount_due bigint, amount_paid bigint, amount_remaining bigint, starting_balance bigint,
        attempt_count integer, attempted boolean, next_payment_attempt timestamptz, due_date timestamptz,
        period_start timestamptz, period_end timestamptz, finalized_at timestamptz, paid_at timestamptz,
        voided_at timestamptz, marked_uncollectible_at timestamptz, finalization_error_code text,
        finalization_error_message text, default_payment_method_id text, hosted_invoice_url text, invoice_pdf text,
        description text, lines_complete boolean, discounts jsonb, metadata jsonb, created_at timestamptz,
        CONSTRAINT invoices_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX invoices_customer_id_idx ON invoices (account, customer_id)`);
    await queryRunner.query(`CREATE INDEX invoices_subscription_id_idx ON invoices (account, subscription_id)`);
    await queryRunner.query(`CREATE INDEX invoices_payment_intent_id_idx ON invoices (account, payment_intent_id)`);
    await queryRunner.query(`CREATE INDEX invoices_charge_id_idx ON invoices (account, charge_id)`);
    await queryRunner.query(`
      CREATE TABLE invoice_lines (
        account text NOT NULL DEFAULT '', parent_id text NOT NULL, id text NOT NULL, amount bigint, currency text,
        description text, quantity bigint, price_id text, product_id text, subscription_id text,
        subscription_item_id text, invoice_item_id text, proration boolean, tax bigint, amount_discount bigint,
        period_start timestamptz, period_end timestamptz, metadata jsonb,
        CONSTRAINT invoice_lines_pkey PRIMARY KEY (account, parent_id, id)
      )`);
    await queryRunner.query(`CREATE INDEX invoice_lines_price_id_idx ON invoice_lines (account, price_id)`);
    await queryRunner.query(
      `CREATE INDEX invoice_lines_subscription_id_idx ON invoice_lines (account, subscription_id)`,
    );
    await queryRunner.query(`
      CREATE TABLE invoice_payments (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, invoice_id text, payment_type text, payment_intent_id text,
        charge_id text, status text, is_default boolean, currency text, amount_requested bigint, amount_paid bigint,
        paid_at timestamptz, canceled_at timestamptz, created_at timestamptz,
        CONSTRAINT invoice_payments_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX invoice_payments_invoice_id_idx ON invoice_payments (account, invoice_id)`);
    await queryRunner.query(
      `CREATE INDEX invoice_payments_payment_intent_id_idx ON invoice_payments (account, payment_intent_id)`,
    );
    await queryRunner.query(`CREATE INDEX invoice_payments_charge_id_idx ON invoice_payments (account, charge_id)`);
    await queryRunner.query(`
      CREATE TABLE payment_intents (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, customer_id text, invoice_id text, charge_id text,
        payment_method_id text, status text, currency text, amount bigint, amount_capturable bigint,
        amount_received bigint, application_fee_amount bigint, capture_method text, setup_future_usage text,
        failure_code text, decline_code text, failure_message text, cancellation_reason text,
        canceled_at timestamptz, description text, metadata jsonb, created_at timestamptz,
        CONSTRAINT payment_intents_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX payment_intents_customer_id_idx ON payment_intents (account, customer_id)`);
    await queryRunner.query(`CREATE INDEX payment_intents_invoice_id_idx ON payment_intents (account, invoice_id)`);
    await queryRunner.query(`CREATE INDEX payment_intents_charge_id_idx ON payment_intents (account, charge_id)`);
    await queryRunner.query(`
      CREATE TABLE charges (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, customer_id text, payment_intent_id text, invoice_id text,
        payment_method_id text, balance_transaction_id text, status text, captured boolean, refunded boolean,
        disputed boolean, currency text, amount bigint, amount_captured bigint, amount_refunded bigint,
        application_fee_amount bigint, failure_code text, failure_message text, outcome_type text,
        outcome_reason text, payment_method_type text, brand text, last4 text, exp_month integer, exp_year integer,
        receipt_url text, description text, metadata jsonb, created_at timestamptz,
        CONSTRAINT charges_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX charges_customer_id_idx ON charges (account, customer_id)`);
    await queryRunner.query(`CREATE INDEX charges_payment_intent_id_idx ON charges (account, payment_intent_id)`);
    await queryRunner.query(`CREATE INDEX charges_invoice_id_idx ON charges (account, invoice_id)`);
    await queryRunner.query(
      `CREATE INDEX charges_balance_transaction_id_idx ON charges (account, balance_transaction_id)`,
    );
    await queryRunner.query(`
      CREATE TABLE refunds (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, charge_id text, payment_intent_id text,
        balance_transaction_id text, status text, reason text, failure_reason text, pending_reason text,
        currency text, amount bigint, description text, metadata jsonb, created_at timestamptz,
        CONSTRAINT refunds_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX refunds_charge_id_idx ON refunds (account, charge_id)`);
    await queryRunner.query(`CREATE INDEX refunds_payment_intent_id_idx ON refunds (account, payment_intent_id)`);
    await queryRunner.query(
      `CREATE INDEX refunds_balance_transaction_id_idx ON refunds (account, balance_transaction_id)`,
    );
    await queryRunner.query(`
      CREATE TABLE payment_methods (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, customer_id text, type text, brand text, last4 text,
        exp_month integer, exp_year integer, metadata jsonb, created_at timestamptz,
        CONSTRAINT payment_methods_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX payment_methods_customer_id_idx ON payment_methods (account, customer_id)`);
    await queryRunner.query(`
      CREATE TABLE tenants (
        account text NOT NULL DEFAULT '', id text NOT NULL,
        customer_id text, subscription_id text, subscription_status text, price_id text, product_id text, quantity bigint,
        current_period_end timestamptz, cancel_at timestamptz,
        live_subscriptions integer NOT NULL DEFAULT 0, updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT tenants_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`
      CREATE TABLE tenant_customers (
        account text NOT NULL DEFAULT '', customer_id text NOT NULL, tenant_id text,
        CONSTRAINT tenant_customers_pkey PRIMARY KEY (account, customer_id)
      )`);
    await queryRunner.query(`CREATE INDEX tenant_customers_tenant_id_idx ON tenant_customers (account, tenant_id)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
