import { extensionMigrations } from '../../extensions/migrations.js';
import { runMigrations } from '../migrate.js';
import { migrations } from '../migrations/migrations.js';
import { command, withDatabase } from './with-database.js';

await command(() =>
  withDatabase(async (url) => {
    await runMigrations(url, (line) => console.log(line), [...migrations, ...extensionMigrations]);
    console.log('The database is up to date.');
  }),
);
