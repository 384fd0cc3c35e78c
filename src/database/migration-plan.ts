import { inspect } from 'node:util';
import { MigrationExecutor, QueryResult, type QueryRunner } from 'typeorm';
import { errorCode } from './error-code.js';
import { openForMigration } from './migrate.js';
import { migrations, type MigrationClass } from './migrations/migrations.js';

/** A migration that works in batches until nothing is left never ends when nothing is executed. */
const MOST_STATEMENTS = 500;

/** Reads are executed, because a migration may decide by what it finds. A WITH or a second statement may hide a write. */
const READS = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:SELECT|SHOW|VALUES)\b[^;]*;?\s*$/i;

/** These answer with their rows and a count, as TypeORM's do. */
const CHANGES = /^\s*(?:UPDATE|DELETE)\b/i;

/** SQLSTATEs of a read of what an earlier, equally pending statement would have created; or of a function that writes. */
const DEPENDS_ON_THE_PLAN = ['42P01', '42703', '42704', '42883', '3F000'];
const WRITES_AFTER_ALL = '25006';

class PlanTooLong extends Error {}

const withParameters = (sql: string, parameters: readonly unknown[] = []): string =>
  `${sql.trim().replace(/;$/, '')};${parameters.length > 0 ? ` -- ${inspect(parameters, { breakLength: Infinity })}` : ''}`;

/** Makes `runner` record statements instead of executing them. Everything of TypeORM's goes through `query`. */
function record(runner: QueryRunner, statements: string[]): void {
  const execute = runner.query.bind(runner);
  const read = async (sql: string, parameters?: unknown[]): Promise<unknown> => {
    await execute('SAVEPOINT before_read');
    try {
      return await execute(sql, parameters);
    } catch (error) {
      await execute('ROLLBACK TO SAVEPOINT before_read');
      const code = errorCode(error) ?? '';
      if (code === WRITES_AFTER_ALL) statements.push(withParameters(sql, parameters));
      else if (DEPENDS_ON_THE_PLAN.includes(code)) statements.push(`-- reads: ${withParameters(sql, parameters)}`);
      else throw error;
      return [];
    } finally {
      await execute('RELEASE SAVEPOINT before_read');
    }
  };
  const query = async (sql: string, parameters?: unknown[], isStructured = false): Promise<unknown> => {
    if (statements.length >= MOST_STATEMENTS) throw new PlanTooLong(`more than ${MOST_STATEMENTS} statements`);
    const isRead = READS.test(sql);
    if (!isRead) statements.push(withParameters(sql, parameters));
    const raw = isRead ? await read(sql, parameters) : CHANGES.test(sql) ? [[], 0] : [];
    return isStructured ? Object.assign(new QueryResult(), { raw, records: raw, affected: 0 }) : raw;
  };
  Object.assign(runner, { query });
}

/**
 * What `runMigrations` would execute, in order: for each pending migration a comment with its name, then its statements.
 * It works in read-only transactions that are rolled back, so PostgreSQL itself refuses whatever would write.
 *
 * @returns nothing when nothing is pending.
 */
export async function pendingMigrationSql(
  url: string,
  list: readonly MigrationClass[] = migrations,
): Promise<string[]> {
  const dataSource = await openForMigration(url, list);
  const plan: string[] = [];
  try {
    for (const { name, instance } of await new MigrationExecutor(dataSource).getPendingMigrations()) {
      const runner = dataSource.createQueryRunner();
      const statements: string[] = [];
      plan.push(`-- ${name}${instance?.transaction === false ? ' (not in a transaction)' : ''}`);
      await runner.query('START TRANSACTION READ ONLY');
      const rollBack = runner.query.bind(runner, 'ROLLBACK');
      record(runner, statements);
      try {
        await instance?.up(runner);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        statements.push(`-- The rest depends on what these statements do: ${reason.split('\n')[0]}`);
      } finally {
        await rollBack();
        await runner.release();
      }
      plan.push(...statements);
    }
  } finally {
    await dataSource.destroy();
  }
  return plan;
}
