import type { StripeObject } from '../stripe.types.js';
import { field, hash, hashAt, id } from './fields.js';
import { idOf } from './id.js';
import { elements } from './list.js';

/** A movement of the account's balance as another object shows it. */
export interface ShownBalanceTransaction {
  readonly id: string;
  /** Null where Stripe sent the id only. */
  readonly object: StripeObject | null;
}

/** One or none each. The second is what gave the money back when a charge, a refund or a payout failed afterwards. */
const SINGLE = ['balance_transaction', 'failure_balance_transaction'];

/** Stripe makes these ids up itself. Anything else is no name to ask Stripe for, nor to write into a log. */
const ITS_ID = /^\w+$/;

/**
 * The balance transactions that a charge, a refund, a payout or a dispute names. Stripe sends no event for them.
 * Disputes carry theirs in full, the others by id unless expanded.
 */
export function balanceTransactionsOf(object: StripeObject): ShownBalanceTransaction[] {
  const single = SINGLE.map((name) => ({ id: id(object, name), object: hash(object, name) }));
  const listed = elements(object, 'balance_transactions').map(({ value, path }) => ({
    id: idOf(value),
    object: hashAt(value, path),
  }));
  return [...single, ...listed].flatMap((shown) =>
    shown.id === null || !ITS_ID.test(shown.id) ? [] : [{ id: shown.id, object: whole(shown.object) }],
  );
}

/** Null for a hash that is not the whole object. */
const whole = (object: StripeObject | null): StripeObject | null =>
  object !== null && field(object, 'amount') !== null && field(object, 'net') !== null ? object : null;
