import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Connected accounts and what belongs to them. The view puts beside each account whether it still lets the platform act:
 * either may be known before the other, so each alone makes a row.
 */
export class Connect1764000000005 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE connected_accounts (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, tenant_id text, type text, dashboard text, losses_payer text,
        fees_payer text, requirement_collector text, business_type text, country text, default_currency text,
        charges_enabled boolean, payouts_enabled boolean, details_submitted boolean, capabilities jsonb,
        currently_due text[], past_due text[], eventually_due text[], pending_verification text[],
        disabled_reason text, current_deadline timestamptz, metadata jsonb, created_at timestamptz,
        CONSTRAINT connected_accounts_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`CREATE INDEX connected_accounts_tenant_id_idx ON connected_accounts (tenant_id)`);
    await queryRunner.query(`
      CREATE INDEX connected_accounts_deadline_idx ON connected_accounts (current_deadline)
        WHERE current_deadline IS NOT NULL`);
    await queryRunner.query(`
      CREATE TABLE connected_account_authorizations (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, application_id text,
        CONSTRAINT connected_account_authorizations_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`
      CREATE TABLE capabilities (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, connected_account_id text, status text, requested boolean,
        requested_at timestamptz, currently_due text[], past_due text[], eventually_due text[],
        pending_verification text[], disabled_reason text, current_deadline timestamptz,
        CONSTRAINT capabilities_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`
      CREATE TABLE external_accounts (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, connected_account_id text, type text, status text, country text,
        currency text, default_for_currency boolean, bank_name text, brand text, last4 text, exp_month integer,
        exp_year integer, available_payout_methods text[], currently_due text[], past_due text[],
        pending_verification text[], metadata jsonb,
        CONSTRAINT external_accounts_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`
      CREATE TABLE persons (
        account text NOT NULL DEFAULT '', id text NOT NULL, stripe_event_at timestamptz NOT NULL,
        stripe_event_id text, deleted_at timestamptz, connected_account_id text, representative boolean, owner boolean,
        director boolean, executive boolean, authorizer boolean, legal_guardian boolean, percent_ownership numeric,
        verification_status text, currently_due text[], past_due text[], eventually_due text[],
        pending_verification text[], created_at timestamptz,
        CONSTRAINT persons_pkey PRIMARY KEY (account, id)
      )`);
    await queryRunner.query(`
CREATE VIEW connected_account_standings AS
SELECT coalesce(a.account, z.account) AS account, coalesce(a.id, z.id) AS id, a.tenant_id, a.country,
       a.default_currency, a.dashboard, a.charges_enabled, a.payouts_enabled, a.details_submitted,
       a.disabled_reason, a.current_deadline, a.currently_due, a.past_due, z.deleted_at AS deauthorized_at
  FROM connected_accounts a
  FULL JOIN connected_account_authorizations z ON z.account = a.account AND z.id = a.id`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
