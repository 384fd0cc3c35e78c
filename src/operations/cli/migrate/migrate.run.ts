import 'reflect-metadata';
import { withDatabase } from '../../../database/cli/with-database.js';
import { runMigrations } from '../../../database/migrate.js';
import { pendingMigrationSql } from '../../../database/migration-plan.js';
import { migrations } from '../../../database/migrations/migrations.js';
import { extensionMigrations } from '../../../extensions/migrations.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { JsonOption } from '../subcommand.js';
import type { Terminal } from '../terminal.js';

const ALL = [...migrations, ...extensionMigrations];

export function runPending({ json }: JsonOption, { print, say }: Terminal): Promise<ExitCode> {
  return withDatabase(async (url) => {
    await runMigrations(url, say, ALL);
    print(json ? JSON.stringify({ upToDate: true }) : 'The database is up to date.');
    return EXIT.ok;
  });
}

export function planPending({ json }: JsonOption, { print }: Terminal): Promise<ExitCode> {
  return withDatabase(async (url) => {
    const plan = await pendingMigrationSql(url, ALL);
    if (json) print(JSON.stringify({ pending: plan }));
    else print(plan.length > 0 ? plan.join('\n\n') : 'nothing pending');
    return EXIT.ok;
  });
}
