import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For whom connected accounts are made. A tenant waits for one at a time; of each request comes one. */
export class ConnectApi1764000000023 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE connected_account_openings (
        request_key text PRIMARY KEY,
        tenant_id text NOT NULL,
        account_id text,
        leased_until timestamptz,
        answered jsonb,
        created_at timestamptz
      )`);
    await queryRunner.query(
      'CREATE UNIQUE INDEX connected_account_openings_account_idx ON connected_account_openings (account_id)',
    );
    await queryRunner.query(
      'CREATE INDEX connected_account_openings_tenant_idx ON connected_account_openings (tenant_id)',
    );
    await queryRunner.query(`
      CREATE UNIQUE INDEX connected_account_openings_waiting_idx ON connected_account_openings (tenant_id)
        WHERE account_id IS NULL`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
