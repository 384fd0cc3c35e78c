import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is held: by an operator's rules, and by what banks and networks say; and who was refused for it. */
export class Compliance1764000000022 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await rules(queryRunner);
    await releases(queryRunner);
    await riskHolds(queryRunner);
    await heldRequests(queryRunner);
    // last, for these lock tables that are in use
    await queryRunner.query('ALTER TABLE customers ADD COLUMN country text');
    await queryRunner.query('ALTER TABLE payment_methods ADD COLUMN country text');
    await queryRunner.query('ALTER TABLE charges ADD COLUMN country text');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}

/** Null in a condition is any. A rule without a condition would stop all selling, so there is none. */
async function rules(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE compliance_rules (
      id text PRIMARY KEY,
      account text NOT NULL DEFAULT '',
      effect text NOT NULL,
      action text,
      tenant_id text,
      customer_id text,
      product_id text,
      price_id text,
      country text,
      category text,
      amount bigint,
      currency text,
      reason text NOT NULL,
      note text,
      created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      created_by text NOT NULL,
      ended_at timestamptz,
      ended_by text,
      end_reason text,
      CONSTRAINT compliance_rules_effect_check CHECK (effect IN ('hold', 'refuse')),
      CONSTRAINT compliance_rules_action_check CHECK (action IN ('checkout', 'refund')),
      CONSTRAINT compliance_rules_country_check CHECK (country ~ '^[A-Z]{2}$'),
      CONSTRAINT compliance_rules_category_check CHECK (category <> '' AND category = lower(btrim(category))),
      CONSTRAINT compliance_rules_amount_check CHECK (amount > 0),
      CONSTRAINT compliance_rules_currency_check
        CHECK ((amount IS NULL) = (currency IS NULL) AND coalesce(currency, 'any') ~ '^[a-z]{3}$'),
      CONSTRAINT compliance_rules_condition_check
        CHECK (num_nonnulls(tenant_id, customer_id, product_id, price_id, country, category, amount) > 0),
      CONSTRAINT compliance_rules_end_check CHECK (num_nulls(ended_at, ended_by, end_reason) IN (0, 3))
    )`);
  await queryRunner.query(
    'CREATE INDEX compliance_rules_active_idx ON compliance_rules (account) WHERE ended_at IS NULL',
  );
  await queryRunner.query(
    'CREATE INDEX compliance_rules_created_idx ON compliance_rules (account, created_at DESC, id COLLATE "C" DESC)',
  );
}

async function releases(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE hold_releases (
      account text NOT NULL DEFAULT '',
      hold_id text NOT NULL,
      tenant_id text NOT NULL DEFAULT '',
      stage integer NOT NULL,
      kind text NOT NULL,
      reason text NOT NULL,
      released_at timestamptz NOT NULL DEFAULT now(),
      released_by text NOT NULL,
      PRIMARY KEY (account, hold_id, tenant_id, stage)
    )`);
}

/**
 * A release counts for the stage that the operator saw and for those before it: an inquiry that becomes a chargeback is
 * held anew, and so is a chargeback that is lost. Whether a disputed or suspected charge may be refunded is no matter of
 * holds: Stripe refuses the one, and the other is what ends the suspicion. A status that Stripe adds one day holds until somebody has looked.
 */
async function riskHolds(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE VIEW risk_holds AS
    SELECT raised.account, raised.id, raised.kind, raised.stage, raised.holds_checkout, raised.holds_refund,
           raised.charge_id, raised.payment_intent_id, raised.reason, raised.raised_at
      FROM (
        SELECT account, id, 'early_fraud_warning' AS kind, 1 AS stage, true AS holds_checkout, false AS holds_refund,
               charge_id, payment_intent_id, fraud_type AS reason, coalesce(created_at, stripe_event_at) AS raised_at
          FROM early_fraud_warnings
         WHERE actionable AND deleted_at IS NULL
        UNION ALL
        SELECT account, id, CASE WHEN open THEN 'review' ELSE 'fraud_review' END, CASE WHEN open THEN 1 ELSE 2 END, true, open IS TRUE,
               charge_id, payment_intent_id, coalesce(closed_reason, reason), coalesce(created_at, stripe_event_at)
          FROM reviews
         WHERE (open OR coalesce(closed_reason, reason) = 'refunded_as_fraud') AND deleted_at IS NULL
        UNION ALL
        SELECT account, id, CASE WHEN status LIKE 'warning\\_%' THEN 'inquiry' WHEN status = 'lost' THEN 'lost_dispute' ELSE 'dispute' END,
               CASE WHEN status LIKE 'warning\\_%' THEN 1 WHEN status = 'lost' THEN 3 ELSE 2 END,
               true, false,
               charge_id, payment_intent_id, reason, coalesce(created_at, stripe_event_at)
          FROM disputes
         WHERE status NOT IN ('won', 'warning_closed', 'prevented', 'charge_refunded') AND deleted_at IS NULL
      ) AS raised
     WHERE NOT EXISTS (
       SELECT FROM hold_releases AS released
        WHERE released.account = raised.account AND released.hold_id = raised.id AND released.tenant_id = ''
          AND released.stage >= raised.stage
     )`);
}

async function heldRequests(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE held_requests (
      id text PRIMARY KEY DEFAULT 'refusal_' || replace(gen_random_uuid()::text, '-', ''),
      account text NOT NULL DEFAULT '',
      sameness bytea NOT NULL,
      hour timestamptz NOT NULL DEFAULT date_trunc('hour', now()),
      action text NOT NULL,
      actor_kind text NOT NULL,
      actor_id text NOT NULL,
      tenant_id text,
      customer_id text,
      price_id text,
      charge_id text,
      amount bigint,
      currency text,
      holds jsonb NOT NULL,
      times integer NOT NULL DEFAULT 1,
      request_id text,
      created_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
      last_at timestamptz NOT NULL DEFAULT now()
    )`);
  await queryRunner.query('CREATE UNIQUE INDEX held_requests_sameness_idx ON held_requests (sameness, hour)');
  await queryRunner.query(
    'CREATE INDEX held_requests_created_idx ON held_requests (account, created_at DESC, id COLLATE "C" DESC)',
  );
  await queryRunner.query('CREATE INDEX held_requests_created_at_idx ON held_requests (created_at)');
}
