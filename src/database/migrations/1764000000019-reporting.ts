import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What recurring revenue is computed from and what it comes to, and by which indexes reports find their rows. */
export class Reporting1764000000019 implements MigrationInterface {
  readonly transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('SET lock_timeout = 0');
    await queryRunner.query('SET statement_timeout = 0');
    await tables(queryRunner);
    await presentFacts(queryRunner);
    for (const [name, on] of INDEXES) {
      await queryRunner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await queryRunner.query(`CREATE INDEX CONCURRENTLY ${name} ON ${on}`);
    }
    await queryRunner.query('RESET statement_timeout');
    await queryRunner.query('RESET lock_timeout');
  }

  async down(): Promise<void> {
    throw new Error('Migrations run forward only: undo a change with a new migration (docs/migrations.md).');
  }
}

/** A report over a year reads hundreds of thousands of rows: from the index alone, and of one period after another. */
const INDEXES = [
  ['mrr_facts_customer_idx', 'mrr_facts (account, customer_id) WHERE customer_id IS NOT NULL'],
  ['mrr_facts_coupon_idx', 'mrr_facts (account, coupon_id) WHERE coupon_id IS NOT NULL'],
  ['subscription_mrr_customer_idx', 'subscription_mrr (account, customer_id)'],
  ['mrr_changes_at_idx', 'mrr_changes (account, at) INCLUDE (currency, movement, before, after)'],
  [
    'charges_revenue_idx',
    `charges (account, currency, created_at) INCLUDE (amount_captured)
      WHERE status = 'succeeded' AND captured AND deleted_at IS NULL`,
  ],
  [
    'charges_failed_idx',
    `charges (account, created_at) INCLUDE (currency, amount, payment_intent_id, id)
      WHERE status = 'failed' AND deleted_at IS NULL`,
  ],
  [
    'charges_without_fee_idx',
    `charges (account, created_at) INCLUDE (currency)
      WHERE status = 'succeeded' AND captured AND deleted_at IS NULL AND balance_transaction_id IS NULL`,
  ],
  [
    'refunds_created_at_idx',
    'refunds (account, created_at) INCLUDE (currency, status, amount) WHERE deleted_at IS NULL',
  ],
  [
    'disputes_created_at_idx',
    'disputes (account, created_at) INCLUDE (currency, status, amount) WHERE deleted_at IS NULL',
  ],
  [
    'balance_transactions_fees_idx',
    `balance_transactions (account, currency, created_at) INCLUDE (fee) WHERE read_at IS NOT NULL AND fee <> 0`,
  ],
  ['balance_transactions_unread_idx', 'balance_transactions (account, id) WHERE read_at IS NULL'],
  [
    'invoices_finalized_idx',
    `invoices (account, id) INCLUDE (created_at)
      WHERE status IN ('open', 'paid', 'uncollectible') AND deleted_at IS NULL`,
  ],
  [
    'invoice_lines_running_idx',
    `invoice_lines (account, period_end) INCLUDE (subscription_id, parent_id, price_id, period_start, amount, amount_discount)
      WHERE subscription_id IS NOT NULL AND proration IS NOT TRUE`,
  ],
] as const;

async function tables(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE IF NOT EXISTS mrr_facts (
      account text NOT NULL DEFAULT '',
      kind text NOT NULL,
      object_id text NOT NULL,
      at timestamptz NOT NULL,
      event_id text,
      event_type text NOT NULL,
      customer_id text,
      coupon_id text,
      facts jsonb NOT NULL,
      PRIMARY KEY (account, kind, object_id, at)
    )`);
  await queryRunner.query(`
    CREATE TABLE IF NOT EXISTS mrr_due (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      account text NOT NULL,
      kind text NOT NULL,
      object_id text NOT NULL
    )`);
  await queryRunner.query(`
    CREATE TABLE IF NOT EXISTS subscription_mrr (
      account text NOT NULL DEFAULT '',
      subscription_id text NOT NULL,
      from_at timestamptz NOT NULL,
      until_at timestamptz,
      customer_id text NOT NULL,
      status text NOT NULL,
      currency text NOT NULL,
      mrr bigint NOT NULL,
      trial_mrr bigint NOT NULL,
      metered_items integer NOT NULL,
      unpriced_items integer NOT NULL,
      discounts_missing integer NOT NULL,
      items jsonb NOT NULL,
      PRIMARY KEY (account, subscription_id, from_at)
    )`);
  await queryRunner.query(`
    CREATE TABLE IF NOT EXISTS mrr_changes (
      account text NOT NULL DEFAULT '',
      customer_id text NOT NULL,
      currency text NOT NULL,
      at timestamptz NOT NULL,
      before bigint NOT NULL,
      after bigint NOT NULL,
      movement text NOT NULL,
      PRIMARY KEY (account, customer_id, currency, at)
    )`);
}

/** A database that has rows already: what they say now, of subscriptions, discounts and coupons. */
async function presentFacts(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    INSERT INTO mrr_facts (account, kind, object_id, at, event_id, event_type, customer_id, facts)
    SELECT s.account, 'subscription', s.id, CASE WHEN s.stripe_event_id IS NULL THEN 'infinity' ELSE s.stripe_event_at END,
           s.stripe_event_id, 'row', s.customer_id,
           jsonb_build_object(
             'status', s.status, 'currency', coalesce(s.currency, ''),
             'startedAt', extract(epoch FROM s.created_at)::bigint, 'trialEnd', extract(epoch FROM s.trial_end)::bigint,
             'endedAt', extract(epoch FROM s.ended_at)::bigint,
             'unbilled', coalesce(s.pause_collection_behavior IN ('void', 'mark_uncollectible'), false),
             'discounts', coalesce((SELECT jsonb_agg(jsonb_build_object('id', coalesce(d ->> 'id', s.id), 'coupon', d ->> 'coupon') ORDER BY place)
                                      FROM jsonb_array_elements(s.discounts) WITH ORDINALITY AS listed (d, place)), '[]'),
             'items', coalesce((
               SELECT jsonb_agg(jsonb_build_object(
                        'id', i.id, 'price', i.price_id, 'product', i.product_id,
                        'quantity', CASE WHEN p.usage_type IS DISTINCT FROM 'metered' THEN coalesce(i.quantity, 1) END,
                        'amount', CASE WHEN p.billing_scheme IS DISTINCT FROM 'tiered'
                                        AND coalesce(p.currency, i.currency, s.currency) IS NOT DISTINCT FROM coalesce(s.currency, p.currency, i.currency)
                                       THEN coalesce(p.unit_amount_decimal, i.unit_amount::text) END,
                        'interval', i.recurring_interval, 'every', i.recurring_interval_count,
                        'metered', p.usage_type IS NOT DISTINCT FROM 'metered', 'packages', NULL, 'discounts', '[]'::jsonb)
                      ORDER BY i.id COLLATE "C")
                 FROM subscription_items i LEFT JOIN prices p ON p.account = i.account AND p.id = i.price_id
                WHERE i.account = s.account AND i.parent_id = s.id), '[]'))
      FROM subscriptions s WHERE s.deleted_at IS NULL AND s.customer_id IS NOT NULL AND s.status IS NOT NULL
    ON CONFLICT DO NOTHING`);
  await queryRunner.query(`
    INSERT INTO mrr_facts (account, kind, object_id, at, event_id, event_type, customer_id, coupon_id, facts)
    SELECT account, 'discount', id, stripe_event_at, stripe_event_id, 'row', customer_id, coupon_id,
           jsonb_build_object(
             'coupon', coupon_id, 'startsAt', extract(epoch FROM starts_at)::bigint,
             'general', coalesce(subscription_id, subscription_item_id, checkout_session_id, invoice_id, invoice_item_id) IS NULL,
             'endsAt', extract(epoch FROM ends_at)::bigint, 'removed', false)
      FROM discounts WHERE deleted_at IS NULL AND customer_id IS NOT NULL
    ON CONFLICT DO NOTHING`);
  await queryRunner.query(`
    INSERT INTO mrr_facts (account, kind, object_id, at, event_id, event_type, facts)
    SELECT account, 'coupon', id, 'infinity', stripe_event_id, 'row',
           jsonb_build_object('percentOff', percent_off, 'amountOff', amount_off, 'currency', currency, 'duration', duration)
      FROM coupons WHERE deleted_at IS NULL
    ON CONFLICT DO NOTHING`);
  await queryRunner.query(`
    INSERT INTO mrr_due (account, kind, object_id)
    SELECT DISTINCT account, 'customer', customer_id FROM mrr_facts WHERE kind = 'subscription'`);
}
