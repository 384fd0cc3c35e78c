import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the API remembers of its callers. */
export class Api1764000000018 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await apiKeys(queryRunner);
    await idempotencyRequests(queryRunner);
    await auditLog(queryRunner);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}

async function apiKeys(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE api_keys (
      id text PRIMARY KEY,
      hash bytea NOT NULL,
      name text NOT NULL,
      scopes text[] NOT NULL,
      account text NOT NULL DEFAULT '',
      tenant_id text,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz,
      last_used_at timestamptz,
      revoked_at timestamptz
    )`);
  await queryRunner.query('CREATE UNIQUE INDEX api_keys_hash_idx ON api_keys (hash)');
}

/** Answers are encrypted: what is gained by compressing them is little, and lz4 would be there on some servers only. */
async function idempotencyRequests(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE idempotency_requests (
      scope_hash bytea PRIMARY KEY,
      request_hash bytea NOT NULL,
      attempts integer NOT NULL DEFAULT 1,
      lease uuid,
      leased_until timestamptz,
      status smallint,
      answer bytea,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL
    )`);
  await queryRunner.query('CREATE INDEX idempotency_requests_expires_idx ON idempotency_requests (expires_at)');
}

async function auditLog(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE audit_log (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at timestamptz NOT NULL DEFAULT now(),
      actor_kind text NOT NULL,
      actor_id text NOT NULL,
      account text NOT NULL DEFAULT '',
      tenant_id text,
      action text NOT NULL,
      object_type text NOT NULL,
      object_id text NOT NULL,
      before jsonb,
      after jsonb,
      request_id text
    )`);
  await queryRunner.query('CREATE INDEX audit_log_object_idx ON audit_log (object_type, object_id, id)');
  await queryRunner.query('CREATE INDEX audit_log_tenant_idx ON audit_log (account, tenant_id, id)');
  await queryRunner.query('CREATE INDEX audit_log_actor_idx ON audit_log (actor_kind, actor_id, id)');
}
