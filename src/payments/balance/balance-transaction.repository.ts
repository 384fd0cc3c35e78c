import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type EntityMetadata } from 'typeorm';
import type { DerivedKey, NamedObject } from '../../database/event-context.js';
import { valuesOf } from '../../database/mirror.sql.js';
import { storableJson } from '../../database/storable.js';
import { BalanceTransaction, type BalanceTransactionColumns } from './balance-transaction.entity.js';
import { toBalanceTransaction } from './balance-transaction.mapper.js';
import { prepared } from '../../database/prepared.js';

/** A balance transaction that this process is to read now. */
export interface WantedBalanceTransaction extends DerivedKey {
  /** From 1. */
  readonly attempts: number;
}

/** What never is written over, and what belongs to the search. */
const KEPT = ['account', 'id', 'attempts'];

/** Facts never change, so that those already there are left alone. */
function keepSql(entity: EntityMetadata): string {
  const names = entity.columns.map(({ databaseName }) => databaseName);
  const values = names.map((name) => {
    if (name === 'read_at') return 'coalesce(told.read_at, now())';
    // the charge's own words: whose charges are an erased customer's the same statement sees
    if (name === 'description') return `CASE WHEN NOT ${OF_ERASED} THEN told.description END`;
    return `told.${name}`;
  });
  const updates = names.filter((name) => !KEPT.includes(name)).map((name) => `${name} = EXCLUDED.${name}`);
  return prepared(
    `INSERT INTO balance_transactions AS stored (${names.join(', ')}) SELECT ${values.join(', ')} ` +
      'FROM json_populate_record(NULL::balance_transactions, $1::json) AS told ' +
      `ON CONFLICT (account, id) DO UPDATE SET ${updates.join(', ')} WHERE stored.read_at IS NULL`,
  );
}

const OF_ERASED = `
  EXISTS (SELECT FROM erased_objects e
           WHERE e.account = told.account AND e.kind IN ('charges', 'refunds', 'disputes') AND e.id = told.source_id)`;

/** All SQL of the balance transactions. */
@Injectable()
export class BalanceTransactionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Stores those that came whole, and notes the others as wanted, within the transaction of the rows that name them.
   *
   * @param named sorted: each is inserted in this order, so that two transactions cannot wait for each other.
   */
  async note(tx: EntityManager, named: readonly NamedObject[]): Promise<void> {
    let wanted: NamedObject[] = [];
    for (const one of named) {
      if (one.object === null) {
        wanted.push(one);
        continue;
      }
      await this.want(tx, wanted);
      wanted = [];
      await this.keep(tx, one, toBalanceTransaction(one.object));
    }
    await this.want(tx, wanted);
  }

  /** Takes one that is due for a minute. If the process dies, another one takes it after that. */
  async claim(): Promise<WantedBalanceTransaction | undefined> {
    const [claimed]: [WantedBalanceTransaction[], number] = await this.dataSource.query(
      prepared(`UPDATE balance_transactions SET attempts = attempts + 1, next_attempt_at = now() + interval '1 minute'
        WHERE (account, id) = (SELECT account, id FROM balance_transactions
                                WHERE next_attempt_at <= now()
                                ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING account, id, attempts`),
    );
    return claimed[0];
  }

  async keepRead(key: DerivedKey, columns: BalanceTransactionColumns): Promise<void> {
    await this.keep(this.dataSource.manager, key, columns);
  }

  /** @param delay milliseconds until the next attempt; null: given up. */
  async fail({ account, id }: DerivedKey, message: string, delay: number | null): Promise<void> {
    await this.dataSource.query(
      prepared(`UPDATE balance_transactions
          SET last_error = $3, next_attempt_at = now() + $4::bigint * interval '1 millisecond'
        WHERE account = $1 AND id = $2 AND read_at IS NULL`),
      [account, id, message, delay],
    );
  }

  /** Milliseconds until the next one is due that is not yet; null when none is planned. */
  async nextAttemptIn(): Promise<number | null> {
    const rows: { ms: number | null }[] = await this.dataSource.query(
      prepared(`SELECT ceil(extract(epoch FROM min(next_attempt_at) - now()) * 1000)::float8 AS ms
         FROM balance_transactions WHERE next_attempt_at > now()`),
    );
    return rows[0]?.ms ?? null;
  }

  private async want(tx: EntityManager, named: readonly DerivedKey[]): Promise<void> {
    if (named.length === 0) return;
    await tx.query(
      prepared(`INSERT INTO balance_transactions (account, id) SELECT * FROM unnest($1::text[], $2::text[])
       ON CONFLICT DO NOTHING`),
      [named.map(({ account }) => account), named.map(({ id }) => id)],
    );
  }

  private async keep(
    tx: EntityManager,
    { account, id }: DerivedKey,
    columns: BalanceTransactionColumns,
  ): Promise<void> {
    const entity = tx.dataSource.getMetadata(BalanceTransaction);
    await tx.query(keepSql(entity), [storableJson(valuesOf(entity, { ...columns, account, id, attempts: 0 }))]);
  }
}
