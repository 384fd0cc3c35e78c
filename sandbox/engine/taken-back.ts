import type { Charge } from '../objects/charge.js';
import type { Refund } from '../objects/refund.js';
import { bookBalance } from './balance.js';
import type { EngineContext } from './context.js';
import { invalidRequest } from './errors.js';
import { splitByWeight } from './split.js';

/** What a refund takes back of what its charge was shared into. */
export interface TakenBack {
  /** From the account that a destination charge was passed on to. */
  reverse_transfer?: boolean;
  /** From the platform, for the account that paid its fee. */
  refund_application_fee?: boolean;
}

/** @throws 400 where the charge has nothing of the kind. */
export function refuseUnshared(charge: Charge, { reverse_transfer, refund_application_fee }: TakenBack): void {
  if (reverse_transfer && !charge.transfer) {
    throw invalidRequest(
      `Cannot reverse transfer on charge ${charge.id} because it does not have an associated transfer.`,
      'reverse_transfer',
    );
  }
  if (refund_application_fee && !charge.application_fee) {
    throw invalidRequest(`Charge ${charge.id} does not have an application fee to refund.`, 'refund_application_fee');
  }
}

/** In proportion to what is refunded: all refunds of a charge together take back all, to the last cent. */
export function takeBack(ctx: EngineContext, before: Charge, refund: Refund, wanted: TakenBack): void {
  const { transfer, application_fee } = before;
  if (wanted.reverse_transfer && transfer && refund.transfer_reversal) {
    reverse(ctx, before, refund, transfer, refund.transfer_reversal);
  }
  if (wanted.refund_application_fee && application_fee) {
    returnFee(ctx.platform ?? ctx, before, refund, application_fee);
  }
}

/** @param given back so far of `whole`: two refunds, of which one took more than its part, never take more than there is. */
function partOf(whole: number, given: number, charge: Charge, { amount }: Refund): number {
  const refunded = charge.amount_refunded - (charge.amount - charge.amount_captured);
  const rest = charge.amount_captured - refunded - amount;
  const [, part = 0] = splitByWeight(whole, [refunded, amount, rest]);
  return Math.min(part, whole - given);
}

/** `transfer.reversed`, and in the account `charge.refunded` of what the transfer was there. */
function reverse(ctx: EngineContext, charge: Charge, refund: Refund, id: string, reversal: string): void {
  const { clock, connected, record, store } = ctx;
  const transfer = store.transfers.get(id);
  const amount = partOf(transfer.amount, transfer.amount_reversed, charge, refund);
  const { currency } = transfer;
  const booked = bookBalance(ctx, { type: 'transfer_refund', source: reversal, amount, currency, atOnce: true });
  const made = {
    id: reversal,
    object: 'transfer_reversal',
    amount,
    balance_transaction: booked.id,
    created: clock.now(),
    currency,
    destination_payment_refund: null,
    metadata: {},
    source_refund: refund.id,
    transfer: id,
  };
  const amount_reversed = transfer.amount_reversed + amount;
  const patch = {
    amount_reversed,
    reversals: { ...transfer.reversals, data: [made, ...transfer.reversals.data] },
    reversed: amount_reversed === transfer.amount,
  };
  record.update(store.transfers, transfer, patch, 'transfer.reversed');
  const there = connected(transfer.destination);
  if (!there) return;
  bookBalance(there, { type: 'payment_refund', source: transfer.destination_payment, amount: -amount, currency });
  const payment = there.store.destinationPayments.get(transfer.destination_payment);
  const amount_refunded = payment.amount_refunded + amount;
  const gone = { amount_refunded, refunded: amount_refunded === payment.amount };
  there.record.update(there.store.destinationPayments, payment, gone, 'charge.refunded');
}

/** `application_fee.refunded`; the account that paid the fee has it again at once. */
function returnFee(platform: EngineContext, charge: Charge, refund: Refund, id: string): void {
  const { clock, connected, ids, record, store } = platform;
  const fee = store.applicationFees.get(id);
  const amount = partOf(fee.amount, fee.amount_refunded, charge, refund);
  if (amount === 0) return;
  const { currency } = fee;
  const source = ids.timed('fr');
  const booked = bookBalance(platform, { type: 'application_fee_refund', source, amount: -amount, currency });
  const made = {
    id: source,
    object: 'fee_refund',
    amount,
    balance_transaction: booked.id,
    created: clock.now(),
    currency,
    fee: id,
    metadata: {},
  };
  const amount_refunded = fee.amount_refunded + amount;
  const patch = {
    amount_refunded,
    refunded: amount_refunded === fee.amount,
    refunds: { ...fee.refunds, data: [made, ...fee.refunds.data] },
  };
  record.update(store.applicationFees, fee, patch, 'application_fee.refunded');
  const there = connected(fee.account);
  if (there) bookBalance(there, { type: 'adjustment', source, amount, currency, atOnce: true });
}
