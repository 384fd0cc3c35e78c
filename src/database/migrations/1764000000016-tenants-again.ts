import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which of several subscriptions counts follows another rule: all tenants are computed again, in pages, in the background. */
export class TenantsAgain1764000000016 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO outbox (topic, business_key, payload)
      SELECT 'tenants', 'surest:0',
             '{"run": "surest", "page": 0, "kind": "all", "account": "", "id": "", "after": null, "cause": null}'
       WHERE EXISTS (SELECT FROM tenant_customers)
         AND NOT EXISTS (SELECT FROM outbox WHERE topic = 'tenants' AND business_key = 'plans:0' AND status = 'pending')`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
