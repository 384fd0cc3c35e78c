import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pages of a customer's objects, newest first; what went by the customer alone goes by these as well. */
const INDEXES = [
  ['invoices_customer_created_idx', 'invoices', 'invoices_customer_id_idx'],
  ['payment_intents_customer_created_idx', 'payment_intents', 'payment_intents_customer_id_idx'],
  ['payment_methods_customer_created_idx', 'payment_methods', 'payment_methods_customer_id_idx'],
] as const;

export class ApiLists1764000000020 implements MigrationInterface {
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('SET lock_timeout = 0');
    for (const [name, table, former] of INDEXES) {
      await queryRunner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await queryRunner.query(
        `CREATE INDEX CONCURRENTLY ${name} ON ${table} (account, customer_id, created_at DESC, id COLLATE "C" DESC)`,
      );
      await queryRunner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${former}`);
    }
    await queryRunner.query('RESET lock_timeout');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
