import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DerivedKey } from '../../../database/event-context.js';

/** Accounts that are looked through when none is named. */
const MOST_ACCOUNTS = 10_000;
/** Of each kind of a customer's objects, the newest. */
const MOST_OF_A_KIND = 500;
const MOST_CUSTOMERS = 100;

/** Rows that name a customer. */
const THEIRS = [
  'charges',
  'checkout_sessions',
  'credit_notes',
  'customer_tax_ids',
  'discounts',
  'invoices',
  'payment_intents',
  'payment_methods',
  'promotion_codes',
  'setup_intents',
  'subscription_schedules',
  'subscriptions',
] as const;
/** Rows that name a payment, or an invoice. */
const OF_A_PAYMENT = [
  ['refunds', 'charge_id'],
  ['disputes', 'charge_id'],
  ['early_fraud_warnings', 'charge_id'],
  ['reviews', 'charge_id'],
  ['invoice_payments', 'invoice_id'],
] as const;

/** Each one that the log knows, by one look at its index for each. */
const ACCOUNTS = `
  WITH RECURSIVE known AS (
    (SELECT account FROM stripe_event_log ORDER BY account LIMIT 1)
    UNION ALL
    SELECT (SELECT l.account FROM stripe_event_log l WHERE l.account > known.account ORDER BY l.account LIMIT 1)
      FROM known WHERE known.account IS NOT NULL
  ) SELECT account FROM known WHERE account IS NOT NULL LIMIT ${MOST_ACCOUNTS}`;

const ownRows = (table: string): string => `
  SELECT own.account, own.id
    FROM customers AS of CROSS JOIN LATERAL (
      SELECT t.account, t.id FROM ${table} AS t WHERE t.account = of.account AND t.customer_id = of.id
       ORDER BY t.stripe_event_at DESC LIMIT ${MOST_OF_A_KIND}) AS own`;

const rowsOfPayments = ([table, column]: (typeof OF_A_PAYMENT)[number]): string => `
  SELECT t.account, t.id
    FROM theirs JOIN ${table} AS t ON t.account = theirs.account AND t.${column} = theirs.id`;

/** An entitlement summary goes by its customer. */
const OBJECTS_OF_CUSTOMERS = `
  WITH customers AS (SELECT * FROM unnest($1::text[], $2::text[]) AS c (account, id)),
       theirs AS MATERIALIZED (${THEIRS.map(ownRows).join(' UNION ALL ')})
  SELECT account, id FROM customers
  UNION SELECT account, id FROM theirs
  UNION (SELECT * FROM (${OF_A_PAYMENT.map(rowsOfPayments).join(' UNION ALL ')}) AS more LIMIT ${MOST_OF_A_KIND * 4})`;

/** Which objects belong together, by the mirrored rows. What is deleted at Stripe has lost its customer. */
@Injectable()
export class ObjectsOfRepository {
  /** Connected accounts of which the log has events, and '' for your own. */
  async accounts(db: EntityManager): Promise<string[]> {
    const rows: { account: string }[] = await db.query(ACCOUNTS);
    return rows.map(({ account }) => account);
  }

  /** Where there are events of an object of this id: a merchant's own ids repeat between accounts. */
  objects(db: EntityManager, accounts: readonly string[], id: string): Promise<DerivedKey[]> {
    return db.query(
      `SELECT a.account, $2::text AS id FROM unnest($1::text[]) AS a (account)
        WHERE EXISTS (SELECT FROM stripe_event_log l WHERE l.account = a.account AND l.object_key = $2)`,
      [accounts, id],
    );
  }

  /** Where there is a customer of this id, or anything that names one. */
  customers(db: EntityManager, accounts: readonly string[], id: string): Promise<DerivedKey[]> {
    return db.query(
      `SELECT a.account, $2::text AS id FROM unnest($1::text[]) AS a (account)
        WHERE EXISTS (SELECT FROM customers t WHERE t.account = a.account AND t.id = $2)
           OR EXISTS (SELECT FROM stripe_event_log l WHERE l.account = a.account AND l.object_key = $2)
           OR EXISTS (SELECT FROM invoices t WHERE t.account = a.account AND t.customer_id = $2)
           OR EXISTS (SELECT FROM charges t WHERE t.account = a.account AND t.customer_id = $2)`,
      [accounts, id],
    );
  }

  customersOf(db: EntityManager, accounts: readonly string[], tenant: string): Promise<DerivedKey[]> {
    return db.query(
      `SELECT account, customer_id AS id FROM tenant_customers
        WHERE account = ANY($1) AND tenant_id = $2 ORDER BY customer_id LIMIT ${MOST_CUSTOMERS}`,
      [accounts, tenant],
    );
  }

  ofCustomers(db: EntityManager, customers: readonly DerivedKey[]): Promise<DerivedKey[]> {
    return db.query(OBJECTS_OF_CUSTOMERS, [customers.map(({ account }) => account), customers.map(({ id }) => id)]);
  }
}
