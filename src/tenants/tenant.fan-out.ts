import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Cause, DerivedKey, Touched, TouchedCatalog } from '../database/event-context.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';

/** The outbox topic of tenants that are to be computed again. */
export const TENANTS_TOPIC = 'tenants';

/** Customers of one transaction: some hundred milliseconds. */
const PAGE = 200;

const pageSchema = z.object({
  /** The same for all pages of one change. */
  run: z.string(),
  page: z.number(),
  kind: z.enum(['price', 'product', 'all']),
  account: z.string(),
  id: z.string(),
  /** The last customer of the page before. */
  after: z.object({ account: z.string(), id: z.string() }).nullable(),
  cause: z.object({ eventId: z.string().nullable(), at: z.string() }).nullable(),
});

type Page = Readonly<z.infer<typeof pageSchema>>;

/** Some of those whom a change concerns. */
export interface Concerned {
  readonly customers: readonly Touched[];
  /** Notes the next page as due; null: this was the last one. */
  readonly next: ((tx: EntityManager) => Promise<void>) | null;
}

/** Subscription items that have the price or product. */
const ITEMS = {
  price: `SELECT parent_id FROM subscription_items WHERE account = $1 AND price_id = $2`,
  product: `SELECT parent_id FROM subscription_items WHERE account = $1 AND product_id = $2
            UNION ALL
            SELECT item.parent_id FROM prices AS price
              JOIN subscription_items AS item ON item.account = price.account AND item.price_id = price.id
             WHERE price.account = $1 AND price.product_id = $2 AND item.product_id IS NULL`,
} as const;

/** Those that an item has. Each source by itself: in a CASE, PostgreSQL expects one soon and reads the table for it. */
export const USED = `
  WITH part AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS part (account, kind, id))
  SELECT * FROM part
   WHERE kind = 'price'
     AND EXISTS (SELECT FROM subscription_items AS item WHERE item.account = part.account AND item.price_id = part.id)
   UNION
  SELECT * FROM part
   WHERE kind = 'product'
     AND EXISTS (SELECT FROM subscription_items AS item WHERE item.account = part.account AND item.product_id = part.id)
   UNION
  SELECT * FROM part
   WHERE kind = 'product'
     AND EXISTS (SELECT FROM prices AS price
                   JOIN subscription_items AS item ON item.account = price.account AND item.price_id = price.id
                  WHERE price.account = part.account AND price.product_id = part.id AND item.product_id IS NULL)`;

const CUSTOMERS_OF = (kind: 'price' | 'product'): string => `
  SELECT DISTINCT subscription.account, subscription.customer_id AS id
    FROM (${ITEMS[kind]}) AS item
    JOIN subscriptions AS subscription ON subscription.account = $1 AND subscription.id = item.parent_id
   WHERE subscription.customer_id > $3
   ORDER BY subscription.account, subscription.customer_id LIMIT ${PAGE}`;

const ALL_CUSTOMERS = `
  SELECT account, customer_id AS id FROM tenant_customers WHERE (account, customer_id) > ($1, $2)
   ORDER BY account, customer_id LIMIT ${PAGE}`;

/**
 * What a price or product changes for others than its own event's: thousands of tenants, page by page from the outbox,
 * each in a transaction of its own. A page that runs twice changes nothing, and the next one is noted once.
 */
@Injectable()
export class TenantFanOut {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: OutboxRepository,
  ) {}

  /** Notes the tenants that have one of them as due, if there are any; the changes have their locks by now (see LOCK_CATALOG). */
  async announce(tx: EntityManager, changed: readonly TouchedCatalog[]): Promise<void> {
    if (changed.length === 0) return;
    const columns = [
      changed.map(({ account }) => account),
      changed.map(({ kind }) => kind),
      changed.map(({ id }) => id),
    ];
    const rows: (DerivedKey & { kind: string })[] = await tx.query(USED, columns);
    const used = new Set(rows.map(keyOf));
    await Promise.all(changed.filter((part) => used.has(keyOf(part))).map((part) => this.add(tx, firstPageOf(part))));
  }

  /** @throws {ZodError} when the entry is none of ours. */
  async read(payload: unknown): Promise<Concerned> {
    const page = pageSchema.parse(payload);
    const cause: Cause = { eventId: page.cause?.eventId ?? null, at: new Date(page.cause?.at ?? 0) };
    const found = await this.customersOf(page);
    const last = found.at(-1);
    const next = { ...page, page: page.page + 1, after: last ? { account: last.account, id: last.id } : null };
    return {
      customers: found.map(({ account, id }) => ({ account, id, cause })),
      next: found.length < PAGE ? null : (tx) => this.add(tx, next),
    };
  }

  private customersOf({ kind, account, id, after }: Page): Promise<DerivedKey[]> {
    if (kind === 'all') return this.dataSource.query(ALL_CUSTOMERS, [after?.account ?? '', after?.id ?? '']);
    return this.dataSource.query(CUSTOMERS_OF(kind), [account, id, after?.id ?? '']);
  }

  private add(tx: EntityManager, page: Page): Promise<void> {
    return this.outbox.add(tx, TENANTS_TOPIC, `${page.run}:${page.page}`, page);
  }
}

const keyOf = ({ account, kind, id }: DerivedKey & { kind: string }): string => JSON.stringify([account, kind, id]);

function firstPageOf({ kind, account, id, cause }: TouchedCatalog): Page {
  const told = { eventId: cause.eventId, at: cause.at.toISOString() };
  return { run: randomUUID(), page: 0, kind, account, id, after: null, cause: told };
}
