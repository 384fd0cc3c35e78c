import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a tenant's plan is made of, what it entitles to, and when it changed. */
export class TenantsPlans1764000000010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await plans(queryRunner);
    await entitlements(queryRunner);
    await tenants(queryRunner);
    // The rows that are there are computed by the backend itself, in pages, when it has started: docs/tenants.md.
    await queryRunner.query(`
      INSERT INTO outbox (topic, business_key, payload)
      SELECT 'tenants', 'plans:0',
             '{"run": "plans", "page": 0, "kind": "all", "account": "", "id": "", "after": null, "cause": null}'
       WHERE EXISTS (SELECT FROM tenant_customers)`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}

async function plans(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE FUNCTION plan_features(price jsonb, product jsonb, marketing jsonb) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT coalesce(array_agg(DISTINCT btrim(name) COLLATE "C" ORDER BY btrim(name) COLLATE "C"), '{}')
        FROM (
          SELECT unnest(string_to_array(listed, ',')) AS name
            FROM (SELECT coalesce(nullif(btrim(price ->> 'features'), ''), nullif(btrim(product ->> 'features'), ''))) AS l (listed)
           WHERE listed IS NOT NULL
          UNION ALL
          SELECT jsonb_array_elements_text(CASE WHEN jsonb_typeof(marketing) = 'array' THEN marketing ELSE '[]' END)
           WHERE coalesce(nullif(btrim(price ->> 'features'), ''), nullif(btrim(product ->> 'features'), '')) IS NULL
        ) AS named
       WHERE btrim(name) <> ''
    $$`);
  await queryRunner.query(`
    CREATE FUNCTION plan_limits(price jsonb, product jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT coalesce(jsonb_object_agg(substr(name, 7), CASE WHEN said = 'unlimited' THEN to_jsonb(said) ELSE to_jsonb(said::bigint) END), '{}')
        FROM (
          SELECT DISTINCT ON (name) name, lower(btrim(value)) AS said
            FROM (
              SELECT 1 AS rank, * FROM jsonb_each_text(CASE WHEN jsonb_typeof(price) = 'object' THEN price ELSE '{}' END) AS p (name, value)
              UNION ALL
              SELECT 2 AS rank, * FROM jsonb_each_text(CASE WHEN jsonb_typeof(product) = 'object' THEN product ELSE '{}' END) AS q (name, value)
            ) AS metadata
           WHERE name LIKE 'limit\\_%' AND length(name) > 6 AND lower(btrim(value)) ~ '^([0-9]{1,15}|unlimited)$'
           ORDER BY name, rank
        ) AS limits
    $$`);
  await queryRunner.query(`
    CREATE VIEW price_plans AS
    SELECT p.account, p.id AS price_id, p.product_id,
           coalesce(nullif(btrim(p.metadata ->> 'plan'), ''), nullif(btrim(q.metadata ->> 'plan'), ''), p.product_id, p.id) AS plan,
           plan_features(p.metadata, q.metadata, q.marketing_features) AS features,
           plan_limits(p.metadata, q.metadata) AS limits
      FROM prices p
      LEFT JOIN products q ON q.account = p.account AND q.id = p.product_id
     WHERE p.deleted_at IS NULL`);
  await queryRunner.query(`
    CREATE VIEW subscription_item_plans AS
    SELECT i.account, i.parent_id, i.id, i.price_id, coalesce(p.product_id, i.product_id) AS product_id,
           coalesce(nullif(btrim(p.metadata ->> 'plan'), ''), nullif(btrim(q.metadata ->> 'plan'), ''),
                    p.product_id, i.product_id, i.price_id) AS plan,
           plan_features(p.metadata, q.metadata, q.marketing_features) AS features,
           plan_limits(p.metadata, q.metadata) AS limits
      FROM subscription_items i
      LEFT JOIN prices p ON p.account = i.account AND p.id = i.price_id
      LEFT JOIN products q ON q.account = i.account AND q.id = coalesce(p.product_id, i.product_id)`);
}

async function entitlements(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE active_entitlement_summaries (
      account text NOT NULL DEFAULT '',
      id text NOT NULL,
      stripe_event_at timestamptz NOT NULL,
      stripe_event_id text,
      deleted_at timestamptz,
      complete boolean,
      PRIMARY KEY (account, id)
    )`);
  await queryRunner.query(`
    CREATE TABLE active_entitlements (
      account text NOT NULL DEFAULT '',
      parent_id text NOT NULL,
      id text NOT NULL,
      feature_id text,
      lookup_key text,
      PRIMARY KEY (account, parent_id, id)
    )`);
}

async function tenants(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query('ALTER TABLE tenant_customers ADD COLUMN assigned_tenant_id text');
  await queryRunner.query(`
    ALTER TABLE tenants
      ADD COLUMN plan text,
      ADD COLUMN features text[] NOT NULL DEFAULT '{}',
      ADD COLUMN limits jsonb NOT NULL DEFAULT '{}',
      ADD COLUMN entitled_by text,
      ADD COLUMN live_subscription_ids text[] NOT NULL DEFAULT '{}',
      ADD COLUMN several_live_since timestamptz,
      ADD COLUMN version bigint NOT NULL DEFAULT 0`);
  await queryRunner.query(`
    CREATE TABLE tenant_changes (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      account text NOT NULL,
      tenant_id text NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      before jsonb NOT NULL,
      after jsonb NOT NULL,
      caused_by text
    )`);
  await queryRunner.query('CREATE INDEX tenant_changes_tenant_idx ON tenant_changes (account, tenant_id, id)');
  await queryRunner.query('CREATE INDEX tenant_changes_at_idx ON tenant_changes (at)');
  await queryRunner.query(`
    CREATE TABLE workspaces (
      account text NOT NULL DEFAULT '',
      id text NOT NULL,
      tenant_id text NOT NULL,
      attached_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (account, id)
    )`);
  await queryRunner.query('CREATE INDEX workspaces_tenant_idx ON workspaces (account, tenant_id)');
  await queryRunner.query(`
    CREATE VIEW workspace_plans AS
    SELECT w.account, w.id, w.tenant_id, t.plan, t.subscription_status, t.current_period_end,
           coalesce(t.features, '{}') AS features, coalesce(t.limits, '{}') AS limits
      FROM workspaces w
      LEFT JOIN tenants t ON t.account = w.account AND t.id = w.tenant_id`);
}
