import { DataSource } from 'typeorm';
import { loadEnv } from './src/config/env.js';
import { ConfigurationError } from './src/config/configuration.error.js';
import { dataSourceOptions } from './src/database/data-source.js';
import { migrations } from './src/database/migrations/migrations.js';
import { extensionMigrations } from './src/extensions/migrations.js';

const { MIGRATION_DATABASE_URL, DATABASE_URL } = loadEnv();
const url = MIGRATION_DATABASE_URL ?? DATABASE_URL;
if (url === undefined) throw new ConfigurationError('DATABASE_URL: required by the TypeORM CLI');

/** For the TypeORM CLI (`npx typeorm -d dist/ormconfig.js migration:show`): the direct connection, every migration. */
export default new DataSource(dataSourceOptions(url, { migrations: [...migrations, ...extensionMigrations] }));
