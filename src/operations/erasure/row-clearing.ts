import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PERSONAL_COLUMNS, type PersonalColumns } from '../../database/personal-columns.js';
import { OWN_METADATA } from '../../stripe/own-metadata.js';
import { portionsOf, type Belongings } from './erased-customer.js';
import { inPatientTransaction } from './patient-transaction.js';

/** Rows of one transaction. */
const PORTION = 200;

/** The statement that clears rows of a table by their ids, or their owner's; null when it has nothing personal. */
function clearSql(
  table: string,
  { removed, emptied = [], metadata = false }: PersonalColumns,
  key: string,
): string | null {
  const sets = [
    ...removed.map((column) => `"${column}" = NULL`),
    ...emptied.map((column) => `"${column}" = CASE WHEN "${column}" IS NOT NULL THEN '' END`),
  ];
  const due = [...removed.map((column) => `"${column}" IS NOT NULL`), ...emptied.map((column) => `"${column}" <> ''`)];
  if (metadata) {
    sets.push(`metadata = CASE jsonb_typeof(metadata) WHEN 'object' THEN (
      SELECT coalesce(jsonb_object_agg(name, value), '{}') FROM jsonb_each(metadata) AS m (name, value) WHERE name = ANY($3)) END`);
    due.push(
      `CASE jsonb_typeof(metadata) WHEN 'object' THEN metadata - $3::text[] <> '{}' ELSE metadata IS NOT NULL END`,
    );
  }
  if (sets.length === 0) return null;
  return `UPDATE "${table}" SET ${sets.join(', ')} WHERE account = $1 AND "${key}" = ANY($2) AND (${due.join(' OR ')})`;
}

interface Clearing {
  readonly sql: string;
  readonly hasMetadata: boolean;
}

/** Of a table and of those whose rows its rows own. */
function clearingsOf(table: string): Clearing[] {
  return Object.entries(PERSONAL_COLUMNS).flatMap(([name, columns]) => {
    if (name !== table && columns.ownedBy !== table) return [];
    const sql = clearSql(name, columns, name === table ? 'id' : 'parent_id');
    return sql === null ? [] : [{ sql, hasMetadata: columns.metadata === true }];
  });
}

/** Clears mirrored rows of what is personal in them. Marks and all else stay as they are: no event becomes newer by it. */
@Injectable()
export class RowClearing {
  constructor(private readonly dataSource: DataSource) {}

  /** @returns how many rows were written. */
  async clear(account: string, belongings: Belongings, signal: AbortSignal): Promise<number> {
    let written = 0;
    for (const [table, ids] of belongings) {
      const clearings = clearingsOf(table);
      for (const portion of portionsOf([...ids].toSorted(), PORTION)) {
        written += await inPatientTransaction(this.dataSource, signal, (tx) =>
          this.clearPortion(tx, table, clearings, account, portion),
        );
      }
    }
    return written;
  }

  /** The rows first, in the order in which workers lock them, then those that they own. */
  private async clearPortion(
    tx: EntityManager,
    table: string,
    clearings: readonly Clearing[],
    account: string,
    ids: readonly string[],
  ): Promise<number> {
    let written = 0;
    if (clearings.length > 0) {
      await tx.query(
        `SELECT FROM "${table}" WHERE account = $1 AND id = ANY($2) ORDER BY account COLLATE "C", id COLLATE "C" FOR UPDATE`,
        [account, ids],
      );
    }
    for (const { sql, hasMetadata } of clearings) {
      const [, rows]: [unknown[], number] = await tx.query(sql, [account, ids, ...(hasMetadata ? [OWN_METADATA] : [])]);
      written += rows;
    }
    return written + (await this.clearMovements(tx, table, account, ids));
  }

  /** What the account's balance says of a charge are the charge's own words. */
  private async clearMovements(
    tx: EntityManager,
    table: string,
    account: string,
    ids: readonly string[],
  ): Promise<number> {
    const movements = MOVEMENTS[table];
    if (!movements) return 0;
    const [, rows]: [unknown[], number] = await tx.query(
      `UPDATE balance_transactions b SET description = NULL
         FROM "${table}" r, unnest(${movements}) AS moved (id)
        WHERE r.account = $1 AND r.id = ANY($2) AND b.account = r.account AND b.id = moved.id
          AND b.description IS NOT NULL`,
      [account, ids],
    );
    return rows;
  }
}

const ONE = 'ARRAY[r.balance_transaction_id, r.failure_balance_transaction_id]';

/** Where a row names the movements of the account's balance. */
const MOVEMENTS: Readonly<Record<string, string>> = {
  charges: ONE,
  refunds: ONE,
  disputes: 'r.balance_transaction_ids',
};
