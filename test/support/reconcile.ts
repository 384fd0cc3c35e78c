import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from '../../sandbox/engine/engine.js';
import type { StripeSandbox } from '../../sandbox/sandbox.js';
import type { AccountRun } from '../../src/operations/reconcile/reconcile.alerts.js';
import { Reconciler } from '../../src/operations/reconcile/reconciler.js';
import { startBackend, type Backend } from './backend.js';
import { unpaced } from './unpaced.js';

/** A backend that reads from this sandbox. Nothing is reconciled unless the test says so. */
export const backendOf = async (sandbox: StripeSandbox, databaseUrl?: string): Promise<Backend> =>
  unpaced(
    await startBackend({
      env: { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url },
      ...(databaseUrl ? { databaseUrl } : {}),
    }),
  );

/** Every account, now. Null when another machine is at it. */
export const reconcileAll = ({ app }: Backend): Promise<AccountRun[] | null> =>
  app.get(Reconciler).runAll(new AbortController().signal);

/** What is due, as the schedule does. Null when nothing is, or another machine is at it. */
export const reconcileDue = ({ app }: Backend): Promise<AccountRun[] | null> =>
  app.get(Reconciler).runDue(new AbortController().signal);

/** Customers who subscribe, one an hour; of the second each one payment is given back. About twelve events each. */
export function openShop(engine: Engine, customers: number): void {
  const product = engine.products.create({ name: 'Plan' }).id;
  const price = engine.prices.create({
    product,
    currency: 'usd',
    unit_amount: 900,
    recurring: { interval: 'month' },
  }).id;
  for (let n = 0; n < customers; n += 1) {
    const customer = engine.customers.create({ name: `Customer ${n}`, payment_method: 'pm_card_visa' }).id;
    engine.advance(1);
    engine.subscriptions.create({ customer, items: [{ price }] });
    engine.advance(1_800);
    engine.customers.update(customer, { name: `Customer ${n} of today` });
    const charge = engine.state().charges.at(-1);
    if (n % 2 === 1 && charge) engine.refunds.create({ charge: charge.id, amount: 100 });
    engine.advance(1_800);
  }
}

/** Waits until every delivery has been attempted: those that were lost come again only after an hour. */
export async function attempted({ deliveries }: StripeSandbox): Promise<void> {
  deliveries.release();
  for (; ; await delay(20)) {
    const { outstanding, failures, retried } = deliveries.statistics();
    const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
    if (outstanding <= failed - retried) return; // all that is outstanding waits for its retry
  }
}
