import type { StripeSandbox } from '../../sandbox/sandbox.js';

type Figures = Record<'charges' | 'gross' | 'refunds' | 'disputes' | 'fees' | 'net' | 'feesMissing', number>;

const dayOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

/** Revenue by day and currency, added up in the plainest way from the sandbox's own objects. */
export function revenueTruth(sandbox: StripeSandbox): Record<string, Figures> {
  const state = sandbox.state();
  const days = new Map<string, Figures>();
  const on = (seconds: number, currency: string): Figures => {
    const key = `${dayOf(seconds)} ${currency}`;
    const found = days.get(key) ?? { charges: 0, gross: 0, refunds: 0, disputes: 0, fees: 0, net: 0, feesMissing: 0 };
    days.set(key, found);
    return found;
  };
  for (const charge of state.charges) {
    if (charge.status !== 'succeeded' || !charge.captured) continue;
    const figures = on(charge.created, charge.currency);
    figures.charges += 1;
    if (charge.balance_transaction === null) figures.feesMissing += 1;
    figures.gross += charge.amount_captured;
  }
  for (const refund of state.refunds) {
    if (refund.status !== 'failed') on(refund.created, refund.currency).refunds += refund.amount;
  }
  for (const dispute of state.disputes) {
    if (!['needs_response', 'under_review', 'lost'].includes(dispute.status)) continue;
    on(dispute.created, dispute.currency).disputes += dispute.amount;
  }
  for (const movement of state.balance_transactions) {
    if (movement.fee !== 0) on(movement.created, movement.currency).fees += movement.fee;
  }
  for (const figures of days.values()) {
    figures.net = figures.gross - figures.refunds - figures.disputes - figures.fees;
  }
  return Object.fromEntries([...days].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
