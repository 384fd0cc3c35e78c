import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When something was wrong: one row from its beginning to its end. */
export class Alerts1764000000029 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE alert_incidents (
        id text PRIMARY KEY DEFAULT 'incident_' || replace(gen_random_uuid()::text, '-', ''),
        alert text NOT NULL,
        severity text NOT NULL,
        value text NOT NULL,
        opened_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
        clear_since timestamptz,
        resolved_at timestamptz,
        CONSTRAINT alert_incidents_severity_check CHECK (severity IN ('critical', 'warning')),
        CONSTRAINT alert_incidents_end_check CHECK (resolved_at IS NULL OR clear_since IS NOT NULL)
      )`);
    // whoever evaluates, and however many do at once: one open incident of an alert
    await queryRunner.query(
      'CREATE UNIQUE INDEX alert_incidents_open_idx ON alert_incidents (alert) WHERE resolved_at IS NULL',
    );
    await queryRunner.query(
      'CREATE INDEX alert_incidents_opened_idx ON alert_incidents (opened_at DESC, id COLLATE "C" DESC)',
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}
