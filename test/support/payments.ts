import type { Engine } from '../../sandbox/engine/engine.js';
import type { Shop } from './shop.js';

/** What was paid, by whom. */
export interface Paid {
  readonly customer: string;
  readonly intent: string;
  readonly charge: string;
}

interface Payment {
  /** Of the shop's own account unless told. */
  readonly engine?: Engine;
  /** Cents. */
  readonly amount?: number;
  /** A test card of Stripe's. */
  readonly card?: string;
  /** Whether the money is held only. */
  readonly held?: boolean;
}

/** A payment of the tenant's, of which Stripe has told. */
export async function pay(shop: Shop, tenant: string, payment: Payment = {}): Promise<Paid> {
  const { engine = shop.sandbox.engine, amount = 10_000, card = 'pm_card_visa', held = false } = payment;
  const customer = engine.customers.create({ metadata: { tenant_id: tenant } }).id;
  const { id, latest_charge } = engine.paymentIntents.create({
    amount,
    currency: 'usd',
    customer,
    payment_method: card,
    confirm: true,
    ...(held ? { capture_method: 'manual' } : {}),
  });
  engine.advance(5); // the disputes of test cards come a moment later
  await shop.settled();
  return { customer, intent: id, charge: latest_charge ?? '' };
}
