import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PERSONAL_COLUMNS } from '../../database/personal-columns.js';
import { portionsOf, type Belongings, type CustomerKey } from './erased-customer.js';

/** Ids of one statement. */
const PORTION = 500;

/** Columns without an index: rows are found by their customer anyway. */
const UNINDEXED: ReadonlySet<string> = new Set([
  'payment_intents.payment_method_id',
  'charges.payment_method_id',
  'checkout_sessions.setup_intent_id',
  'checkout_sessions.invoice_id',
]);

interface Link {
  readonly table: string;
  readonly column: string;
  /** The table whose ids the column has. */
  readonly kind: string;
}

const LINKS: readonly Link[] = Object.entries(PERSONAL_COLUMNS).flatMap(([table, { of = {} }]) =>
  Object.entries(of).map(([column, kind]) => ({ table, column, kind })),
);

const hasCustomer = (table: string): boolean => LINKS.some((link) => link.table === table && link.kind === 'customers');

/** A row that names somebody else is somebody else's, whatever links it. $3 is the customer. */
const isOurs = (table: string): string => (hasCustomer(table) ? 'AND (customer_id IS NULL OR customer_id = $3)' : '');

/** Finds what is a customer's, by the ids with which mirrored rows name each other. */
@Injectable()
export class BelongingsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Rows that name a known object, and objects that a known row names, until there are no more. */
  async of({ account, customerId }: CustomerKey): Promise<Belongings> {
    const known = new Map<string, Set<string>>();
    const waiting: { kind: string; ids: string[] }[] = [];
    const add = (kind: string, ids: readonly string[]): void => {
      const before = known.get(kind) ?? new Set<string>();
      known.set(kind, before);
      const fresh = ids.filter((id) => !before.has(id));
      for (const id of fresh) before.add(id);
      for (const portion of portionsOf(new Set(fresh), PORTION)) waiting.push({ kind, ids: portion });
    };
    add('customers', [customerId]);
    for (const { kind, ids } of await this.knownBefore(account, customerId)) add(kind, ids);
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { kind, ids } = next;
      for (const { table, column } of LINKS.filter((link) => link.kind === kind)) {
        if (UNINDEXED.has(`${table}.${column}`)) continue;
        add(table, await this.naming({ table, column, kind }, account, ids, customerId));
      }
      for (const link of LINKS.filter(({ table, kind: of }) => table === kind && of !== 'customers')) {
        add(link.kind, await this.named(link, account, ids, customerId));
      }
    }
    return known;
  }

  /** What is his already, of the erasure before: a row may have lost the name that told so. */
  private knownBefore(account: string, customerId: string): Promise<{ kind: string; ids: string[] }[]> {
    return this.dataSource.query(
      `SELECT kind, array_agg(id) AS ids FROM erased_objects WHERE account = $1 AND customer_id = $2 GROUP BY kind`,
      [account, customerId],
    );
  }

  private async naming({ table, column }: Link, account: string, ids: string[], customerId: string): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT id FROM "${table}" WHERE account = $1 AND "${column}" = ANY($2) ${isOurs(table)}`,
      hasCustomer(table) ? [account, ids, customerId] : [account, ids],
    );
    return rows.map(({ id }) => id);
  }

  /** Of the objects that rows name those that name nobody else. */
  private async named(
    { table, column, kind }: Link,
    account: string,
    ids: string[],
    customerId: string,
  ): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT DISTINCT r."${column}" AS id FROM "${table}" r
        WHERE r.account = $1 AND r.id = ANY($2) AND r."${column}" IS NOT NULL
          AND NOT EXISTS (SELECT FROM "${kind}" o WHERE o.account = r.account AND o.id = r."${column}"
                             AND ${hasCustomer(kind) ? 'o.customer_id <> $3' : 'false AND $3::text IS NULL'})`,
      [account, ids, customerId],
    );
    return rows.map(({ id }) => id);
  }
}
