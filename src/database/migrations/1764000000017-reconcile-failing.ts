import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when an account could not be listed: null while it can, and once it has left. */
export class ReconcileFailing1764000000017 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE reconcile_checkpoints ADD COLUMN failing_since timestamptz');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
