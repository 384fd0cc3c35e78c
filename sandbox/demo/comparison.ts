import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { SandboxState } from '../engine/state.js';

/** One object, in the words of the database and in Stripe's own. */
export interface Comparison {
  readonly object: string;
  readonly id: string;
  readonly here: string;
  readonly there: string;
}

/** What Stripe has, of which the demo's life is made. */
export type Truth = Pick<
  SandboxState,
  | 'charges'
  | 'coupons'
  | 'credit_notes'
  | 'customers'
  | 'discounts'
  | 'disputes'
  | 'invoices'
  | 'refunds'
  | 'subscriptions'
>;

interface View {
  readonly object: string;
  /** Answers with id and description, oldest first. */
  readonly sql: string;
  readonly truth: (state: Truth) => { id: string; says: string }[];
}

const day = (seconds: number | null | undefined): string =>
  seconds ? new Date(seconds * 1000).toISOString().slice(0, 10) : '-';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const DAY = (column: string): string => `coalesce(to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD'), '-')`;

/** Written twice on purpose, in SQL over the rows and in TypeScript over Stripe's objects: nothing is shared. */
const VIEWS: readonly View[] = [
  {
    object: 'customer',
    // Equal or not is all that has to be seen: the demo's output holds no more of a person than the log does.
    sql: `SELECT id, 'name, email: ' || left(encode(sha256(concat_ws(' ', name, email)::bytea), 'hex'), 12) AS says
            FROM customers ORDER BY created_at, id`,
    truth: ({ customers }) =>
      customers.map(({ id, name, email }) => ({ id, says: `name, email: ${hashOf(`${name} ${email}`).slice(0, 12)}` })),
  },
  {
    object: 'subscription',
    sql: `SELECT s.id, concat_ws(' ', s.status, p.nickname, 'x', i.quantity, 'until', ${DAY('s.current_period_end')},
                 'ended', ${DAY('s.ended_at')}) AS says
            FROM subscriptions s
            JOIN subscription_items i ON i.account = s.account AND i.parent_id = s.id
            JOIN prices p ON p.account = s.account AND p.id = i.price_id ORDER BY s.created_at, s.id`,
    truth: ({ subscriptions }) =>
      subscriptions.map(({ id, status, items, ended_at: ended }) => {
        const [item] = items.data;
        const until = day(item?.current_period_end);
        return { id, says: `${status} ${item?.price.nickname} x ${item?.quantity} until ${until} ended ${day(ended)}` };
      }),
  },
  {
    object: 'invoice',
    sql: `SELECT id, concat_ws(' ', number, status, amount_paid, 'of', amount_due, currency, 'attempts', attempt_count)
                 AS says FROM invoices ORDER BY created_at, id`,
    truth: ({ invoices }) =>
      invoices.map(({ id, number, status, amount_paid: paid, amount_due: due, currency, attempt_count: attempts }) => ({
        id,
        says: `${number} ${status} ${paid} of ${due} ${currency} attempts ${attempts}`,
      })),
  },
  {
    object: 'coupon',
    sql: `SELECT id, concat_ws(' ', name, percent_off::float8, '% redeemed', times_redeemed) AS says
            FROM coupons ORDER BY created_at, id`,
    truth: ({ coupons }) =>
      coupons.map(({ id, name, percent_off: percent, times_redeemed: times }) => ({
        id,
        says: `${name} ${percent} % redeemed ${times}`,
      })),
  },
  {
    object: 'discount',
    sql: `SELECT id, CASE WHEN deleted_at IS NULL THEN concat_ws(' ', 'of coupon', coupon_id) ELSE 'used up' END AS says
            FROM discounts ORDER BY starts_at, id`,
    truth: ({ discounts }) =>
      discounts.map((discount) => ({
        id: discount.id,
        says: 'deleted' in discount ? 'used up' : `of coupon ${discount.source.coupon}`,
      })),
  },
  {
    object: 'payment',
    sql: `SELECT id, concat_ws(' ', status, amount, currency, 'refunded', amount_refunded, failure_code) AS says
            FROM charges ORDER BY created_at, id`,
    truth: ({ charges }) =>
      charges.map(({ id, status, amount, currency, amount_refunded: refunded, failure_code: failure }) => ({
        id,
        says: [status, amount, currency, 'refunded', refunded, failure].filter((part) => part !== null).join(' '),
      })),
  },
  {
    object: 'refund',
    sql: `SELECT id, concat_ws(' ', status, amount, currency, reason) AS says FROM refunds ORDER BY created_at, id`,
    truth: ({ refunds }) =>
      refunds.map(({ id, status, amount, currency, reason }) => ({
        id,
        says: `${status} ${amount} ${currency} ${reason}`,
      })),
  },
  {
    object: 'credit note',
    sql: `SELECT id, concat_ws(' ', number, status, total, currency, reason) AS says FROM credit_notes
           ORDER BY created_at, id`,
    truth: ({ credit_notes: notes }) =>
      notes.map(({ id, number, status, total, currency, reason }) => ({
        id,
        says: `${number} ${status} ${total} ${currency} ${reason}`,
      })),
  },
  {
    object: 'dispute',
    sql: `SELECT id, concat_ws(' ', status, amount, currency, reason) AS says FROM disputes ORDER BY created_at, id`,
    truth: ({ disputes }) =>
      disputes.map(({ id, status, amount, currency, reason }) => ({
        id,
        says: `${status} ${amount} ${currency} ${reason}`,
      })),
  },
];

/** Every object that either side knows. */
export async function compare(dataSource: DataSource, state: Truth): Promise<Comparison[]> {
  const compared: Comparison[] = [];
  for (const { object, sql, truth } of VIEWS) {
    const rows: { id: string; says: string }[] = await dataSource.query(sql);
    const here = new Map(rows.map(({ id, says }) => [id, says]));
    const there = new Map(truth(state).map(({ id, says }) => [id, says]));
    for (const id of new Set([...there.keys(), ...here.keys()])) {
      compared.push({ object, id, here: here.get(id) ?? 'no row', there: there.get(id) ?? 'no such object' });
    }
  }
  return compared;
}
