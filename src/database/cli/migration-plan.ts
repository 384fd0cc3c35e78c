import { extensionMigrations } from '../../extensions/migrations.js';
import { pendingMigrationSql } from '../migration-plan.js';
import { migrations } from '../migrations/migrations.js';
import { command, withDatabase } from './with-database.js';

await command(() =>
  withDatabase(async (url) => {
    const plan = await pendingMigrationSql(url, [...migrations, ...extensionMigrations]);
    console.log(plan.length > 0 ? plan.join('\n\n') : 'nothing pending');
  }),
);
