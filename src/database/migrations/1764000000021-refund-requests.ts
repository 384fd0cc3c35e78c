import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Refunds that callers ask for: what is reserved of a charge until Stripe has said what became of it. */
export class RefundRequests1764000000021 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE refund_requests (
        id text PRIMARY KEY,
        account text NOT NULL DEFAULT '',
        charge_id text NOT NULL,
        payment_intent_id text,
        amount bigint NOT NULL CHECK (amount > 0),
        currency text NOT NULL,
        reason text,
        reverse_transfer boolean NOT NULL DEFAULT false,
        refund_application_fee boolean NOT NULL DEFAULT false,
        state text NOT NULL,
        idempotency_key text NOT NULL,
        refund_id text,
        refund_status text,
        refund_created_at timestamptz,
        stripe_code text,
        tried_until timestamptz NOT NULL,
        looks integer NOT NULL DEFAULT 0,
        look_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        settled_at timestamptz
      )`);
    await queryRunner.query('CREATE INDEX refund_requests_charge_idx ON refund_requests (account, charge_id)');
    await queryRunner.query(
      'CREATE INDEX refund_requests_refund_idx ON refund_requests (account, refund_id) WHERE refund_id IS NOT NULL',
    );
    await queryRunner.query('CREATE INDEX refund_requests_key_idx ON refund_requests (idempotency_key)');
    await queryRunner.query(
      'CREATE INDEX refund_requests_look_idx ON refund_requests (look_at) WHERE look_at IS NOT NULL',
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
