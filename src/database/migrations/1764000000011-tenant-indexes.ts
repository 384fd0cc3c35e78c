import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By these a product's tenants are found, and the tenants that a human has to look at. */
const INDEXES = [
  ['subscription_items_product_id_idx', 'subscription_items (account, product_id)'],
  ['tenants_several_live_idx', 'tenants (several_live_since) WHERE several_live_since IS NOT NULL'],
] as const;

export class TenantIndexes1764000000011 implements MigrationInterface {
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('SET lock_timeout = 0');
    for (const [name, on] of INDEXES) {
      await queryRunner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await queryRunner.query(`CREATE INDEX CONCURRENTLY ${name} ON ${on}`);
    }
    await queryRunner.query('RESET lock_timeout');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
