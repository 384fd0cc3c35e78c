import type { MigrationClass } from '../database/migrations/migrations.js';

/** Migrations of your own tables, in order; they run after the backend's. Upstream never changes this file. */
export const extensionMigrations: readonly MigrationClass[] = [];
