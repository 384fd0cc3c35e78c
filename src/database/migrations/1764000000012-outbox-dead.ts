import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By this the entries that were given up are counted among those that were sent, of which there may be millions. */
export class OutboxDead1764000000012 implements MigrationInterface {
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('SET lock_timeout = 0');
    await queryRunner.query('DROP INDEX CONCURRENTLY IF EXISTS outbox_dead_idx');
    await queryRunner.query(`CREATE INDEX CONCURRENTLY outbox_dead_idx ON outbox (id) WHERE status = 'dead'`);
    await queryRunner.query('RESET lock_timeout');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
