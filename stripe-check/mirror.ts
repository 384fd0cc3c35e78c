import type { DataSource } from 'typeorm';
import { compare, type Comparison, type Truth } from '../sandbox/demo/comparison.js';
import type { Left } from './life.js';
import type { Story } from './story.js';

/** What the rows say of the life, beside what Stripe says: in words written twice, for the demo. */
export async function compareMirror(dataSource: DataSource, { objects }: Story): Promise<Comparison[]> {
  const { charges, coupons, credit_notes, customers, discounts, disputes, invoices, refunds, subscriptions } = objects;
  const told = { charges, coupons, credit_notes, customers, discounts, disputes, invoices, refunds, subscriptions };
  const truth: Truth = JSON.parse(JSON.stringify(told));
  const own = new Set(Object.values(told).flatMap((list) => list?.map(({ id }) => String(id)) ?? []));
  return (await compare(dataSource, truth)).filter(({ id }) => own.has(id)); // the account may have others
}

/** What the life has to have led to, whatever else Stripe makes of it. */
export async function compareEnd(dataSource: DataSource, left: Left): Promise<Comparison[]> {
  const rows: { object: string; id: string; says: string }[] = await dataSource.query(
    `SELECT 'subscription' AS object, id, status AS says FROM subscriptions WHERE id = $1
     UNION ALL SELECT 'checkout', id, status FROM checkout_sessions WHERE id = $2
     UNION ALL SELECT 'refund', id, concat_ws(' ', status, amount) FROM refunds WHERE id = $3
     UNION ALL SELECT 'credit note', id, concat_ws(' ', status, total) FROM credit_notes WHERE id = $4
     UNION ALL SELECT 'dispute', id, status FROM disputes WHERE id = $5
     UNION ALL SELECT 'tenant', id, subscription_status FROM tenants WHERE id = 'tenant_acme' AND customer_id = $6`,
    [left.subscription, left.session, left.refund, left.creditNote, left.dispute, left.customer],
  );
  const expected: readonly (readonly [object: string, id: string | undefined, says: string])[] = [
    ['subscription', left.subscription, 'canceled'],
    ['checkout', left.session, 'expired'],
    ['refund', left.refund, 'succeeded 1500'],
    ['credit note', left.creditNote, 'issued 500'],
    ['dispute', left.dispute, 'won'],
    ['tenant', 'tenant_acme', 'canceled'],
  ];
  return expected.map(([object, id = 'none', there]) => {
    const here = rows.find((row) => row.object === object && row.id === id)?.says ?? 'no row';
    return { object, id, here, there };
  });
}
