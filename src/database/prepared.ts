import { Client } from 'pg';

const names = new Map<string, string>();

/**
 * Has each connection keep a statement that is asked again and again: parsed once, and planned once unless PostgreSQL
 * expects more of a new plan. For statements whose planning costs more than their work, and that find their rows by keys
 * of which there are few in one call. The plan for a report depends on what is asked; and a plan that reads a whole table
 * because it was small would be kept while it grows.
 *
 * @param sql a constant.
 */
export function prepared(sql: string): string {
  if (!names.has(sql)) names.set(sql, `countinghouse_${names.size}`);
  return sql;
}

/**
 * A connection that keeps what is {@link prepared}, where it leads to one session of the server: a transaction pooler
 * hands each transaction another one, which has never heard of the statement.
 */
export class PreparingClient extends Client {
  private keeps = false;

  constructor(...options: ConstructorParameters<typeof Client>) {
    super(...options);
    this.once('connect', () => void this.askWhoAnswers());
    const query = this.query.bind(this);
    const named = (...[text, values, ...rest]: unknown[]): unknown => {
      const name = this.keeps && Array.isArray(values) && typeof text === 'string' ? names.get(text) : undefined;
      const asked = name === undefined ? [text, values, ...rest] : [{ name, text, values }, undefined, ...rest];
      return Reflect.apply(query, undefined, asked);
    };
    Object.assign(this, { query: named });
  }

  /** A pooler makes up the process that it names at the start of a connection. */
  private async askWhoAnswers(): Promise<void> {
    const named: unknown = Reflect.get(this, 'processID');
    const answer = await this.query<{ pid: number }>('SELECT pg_backend_pid() AS pid').catch(() => null);
    this.keeps = answer?.rows[0]?.pid === named;
  }
}
