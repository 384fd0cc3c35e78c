import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The other objects of billing, as the mirrored ones before them. */
export class BillingObjects1764000000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE customer_tax_ids (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, customer_id text, owner_type text, type text, value text,
        country text, verification_status text, created_at timestamptz,
        CONSTRAINT customer_tax_ids_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX customer_tax_ids_customer_id_idx ON customer_tax_ids (account, customer_id)`);
    await queryRunner.query(`
      CREATE TABLE plans (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, active boolean, product_id text, nickname text, currency text,
        amount bigint, amount_decimal text, "interval" text, interval_count integer, usage_type text,
        billing_scheme text, tiers_mode text, trial_period_days integer, statement_descriptor text, metadata jsonb,
        created_at timestamptz,
        CONSTRAINT plans_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX plans_product_id_idx ON plans (account, product_id)`);
    await queryRunner.query(`
      CREATE TABLE coupons (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, name text, percent_off numeric, amount_off bigint,
        currency text, duration text, duration_in_months integer, max_redemptions bigint, times_redeemed bigint,
        redeem_by timestamptz, valid boolean, metadata jsonb, created_at timestamptz,
        CONSTRAINT coupons_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`
      CREATE TABLE promotion_codes (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, active boolean, code text, coupon_id text, customer_id text,
        max_redemptions bigint, times_redeemed bigint, first_time_transaction boolean, minimum_amount bigint,
        minimum_amount_currency text, expires_at timestamptz, metadata jsonb, created_at timestamptz,
        CONSTRAINT promotion_codes_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX promotion_codes_code_idx ON promotion_codes (account, code)`);
    await queryRunner.query(`CREATE INDEX promotion_codes_coupon_id_idx ON promotion_codes (account, coupon_id)`);
    await queryRunner.query(`CREATE INDEX promotion_codes_customer_id_idx ON promotion_codes (account, customer_id)`);
    await queryRunner.query(`
      CREATE TABLE discounts (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, customer_id text, subscription_id text,
        subscription_item_id text, checkout_session_id text, invoice_id text, invoice_item_id text, coupon_id text,
        promotion_code_id text, starts_at timestamptz, ends_at timestamptz,
        CONSTRAINT discounts_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX discounts_customer_id_idx ON discounts (account, customer_id)`);
    await queryRunner.query(`CREATE INDEX discounts_subscription_id_idx ON discounts (account, subscription_id)`);
    await queryRunner.query(
      `CREATE INDEX discounts_checkout_session_id_idx ON discounts (account, checkout_session_id)`,
    );
    await queryRunner.query(`CREATE INDEX discounts_invoice_id_idx ON discounts (account, invoice_id)`);
    await queryRunner.query(`CREATE INDEX discounts_coupon_id_idx ON discounts (account, coupon_id)`);
    await queryRunner.query(`CREATE INDEX discounts_promotion_code_id_idx ON discounts (account, promotion_code_id)`);
    await queryRunner.query(`
      CREATE TABLE credit_notes (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, invoice_id text, customer_id text, status text, type text,
        reason text, number text, currency text, amount bigint, subtotal bigint, total bigint, tax bigint,
        discount_amount bigint, pre_payment_amount bigint, post_payment_amount bigint, out_of_band_amount bigint,
        refund_ids jsonb, customer_balance_transaction_id text, memo text, pdf text, lines_complete boolean,
        effective_at timestamptz, voided_at timestamptz, metadata jsonb, created_at timestamptz,
        CONSTRAINT credit_notes_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX credit_notes_invoice_id_idx ON credit_notes (account, invoice_id)`);
    await queryRunner.query(`CREATE INDEX credit_notes_customer_id_idx ON credit_notes (account, customer_id)`);
    await queryRunner.query(`CREATE INDEX credit_notes_refund_ids_idx ON credit_notes USING gin (refund_ids)`);
    await queryRunner.query(`
      CREATE TABLE credit_note_lines (
        account text NOT NULL DEFAULT '', parent_id text NOT NULL, id text NOT NULL, type text, invoice_line_id text,
        amount bigint, description text, quantity bigint, unit_amount bigint, unit_amount_decimal text, tax bigint,
        discount_amount bigint, metadata jsonb,
        CONSTRAINT credit_note_lines_pkey PRIMARY KEY (account, parent_id, id)
      )`);
    await queryRunner.query(
      `CREATE INDEX credit_note_lines_invoice_line_id_idx ON credit_note_lines (account, invoice_line_id)`,
    );
    await queryRunner.query(`
      CREATE TABLE subscription_schedules (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, customer_id text, subscription_id text,
        released_subscription_id text, status text, end_behavior text, current_phase_start timestamptz,
        current_phase_end timestamptz, collection_method text, default_payment_method_id text,
        canceled_at timestamptz, completed_at timestamptz, released_at timestamptz, test_clock_id text,
        metadata jsonb, created_at timestamptz,
        CONSTRAINT subscription_schedules_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(
      `CREATE INDEX subscription_schedules_customer_id_idx ON subscription_schedules (account, customer_id)`,
    );
    await queryRunner.query(
      `CREATE INDEX subscription_schedules_subscription_id_idx ON subscription_schedules (account, subscription_id)`,
    );
    await queryRunner.query(
      `CREATE INDEX subscription_schedules_released_subscription_id_idx
        ON subscription_schedules (account, released_subscription_id)`,
    );
    await queryRunner.query(`
      CREATE TABLE subscription_schedule_phases (
        account text NOT NULL DEFAULT '', parent_id text NOT NULL, id text NOT NULL, starts_at timestamptz,
        ends_at timestamptz, trial_end timestamptz, currency text, collection_method text,
        default_payment_method_id text, proration_behavior text, billing_cycle_anchor text, description text,
        items jsonb, add_invoice_items jsonb, discounts jsonb, metadata jsonb,
        CONSTRAINT subscription_schedule_phases_pkey PRIMARY KEY (account, parent_id, id)
      )`);
    // last, for these lock tables that are in use
    await queryRunner.query(`ALTER TABLE invoices ADD COLUMN amount_overpaid bigint`);
    await queryRunner.query(`ALTER TABLE subscriptions ADD COLUMN pending_update_expires_at timestamptz`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
