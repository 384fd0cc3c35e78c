import type { BalanceTransaction } from '../objects/balance-transaction.js';
import type { Charge } from '../objects/charge.js';
import { isDecided } from '../objects/dispute.js';
import type { Refund } from '../objects/refund.js';
import { bookBalance } from './balance.js';
import type { EngineContext } from './context.js';
import { closeDispute } from './dispute-steps.js';
import { invalidRequest, missingParameter } from './errors.js';
import { mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';
import { createRefund } from './new-refund.js';
import { endRisk } from './risk.js';
import { refuseUnshared, takeBack, type TakenBack } from './taken-back.js';
import { VISA_CARD } from './test-cards.js';

interface RefundCreate extends TakenBack {
  charge?: string;
  payment_intent?: string;
  /** Minor units; what is left of the charge if not given. */
  amount?: number;
  reason?: string;
  metadata?: MetadataParam;
}

const HOUR = 3_600;

export class Refunds {
  constructor(private readonly ctx: EngineContext) {}

  /**
   * Cards: `succeeded` at once. `pm_card_pendingRefund` and bank debits: `pending`, succeeded an hour later.
   * `pm_card_refundFail`: `pending`, failed an hour later. `settle` ends a pending refund earlier.
   */
  create(params: RefundCreate): Refund {
    const { ids, schedule, store } = this.ctx;
    const charge = this.chargeOf(params);
    const amount = this.amountOf(charge, params.amount);
    refuseUnshared(charge, params);
    const card = store.cards.get(charge.payment_method) ?? VISA_CARD;
    const pending = card.onRefund !== 'succeeds';
    const id = ids.timed('re');
    const created = createRefund(this.ctx, charge, {
      id,
      amount,
      balance_transaction: pending ? null : this.book(id, -amount, charge.currency).id,
      metadata: newMetadata(params.metadata),
      reason: params.reason ?? null,
      status: pending ? 'pending' : 'succeeded',
      transfer_reversal: params.reverse_transfer ? ids.timed('trr') : null,
    });
    takeBack(this.ctx, charge, created, params);
    const fraud = params.reason === 'fraudulent' && { fraud_details: { user_report: 'fraudulent' } };
    this.refundCharge(charge, amount, 'charge.refunded', fraud || {});
    if (amount === charge.amount - charge.amount_refunded) this.endRiskOf(charge.id, params.reason);
    if (pending) schedule.after(HOUR, () => this.settleIfPending(id, card.onRefund === 'pending'));
    return created;
  }

  update(id: string, { metadata }: { metadata?: MetadataParam }): Refund {
    const { record, store } = this.ctx;
    const refund = store.refunds.get(id);
    return record.update(
      store.refunds,
      refund,
      { metadata: mergeMetadata(refund.metadata, metadata) },
      'refund.updated',
    );
  }

  /** Ends a pending refund now. A failed one gives the amount back to the charge (`charge.updated`). */
  settle(id: string, succeeds: boolean): Refund {
    const { record, store } = this.ctx;
    const refund = store.refunds.get(id);
    if (refund.status !== 'pending') throw invalidRequest(`Refund ${id} is ${refund.status}, not pending.`);
    if (succeeds) {
      const booked = this.book(id, -refund.amount, refund.currency);
      const patch = { balance_transaction: booked.id, status: 'succeeded' } as const;
      return record.update(store.refunds, refund, patch, 'refund.updated');
    }
    const patch = { failure_reason: 'lost_or_stolen_card', status: 'failed' } as const;
    const failed = record.update(store.refunds, refund, patch, 'refund.updated');
    record.emit('refund.failed', failed);
    this.refundCharge(store.charges.get(refund.charge), -refund.amount, 'charge.updated');
    return failed;
  }

  private settleIfPending(id: string, succeeds: boolean): void {
    if (this.ctx.store.refunds.get(id).status === 'pending') this.settle(id, succeeds);
  }

  /** `charge.refunded` carries `previous_attributes` too, as at Stripe: it is the only event of this change. */
  private refundCharge(charge: Charge, amount: number, type: string, patched: Partial<Charge> = {}): void {
    const amount_refunded = charge.amount_refunded + amount;
    const patch = { ...patched, amount_refunded, refunded: amount_refunded === charge.amount };
    this.ctx.record.update(this.ctx.store.charges, charge, patch, type);
  }

  /** Refunded as a whole: nothing is left to review, to warn of or to inquire about. */
  private endRiskOf(charge: string, reason: string | undefined): void {
    const { store } = this.ctx;
    endRisk(this.ctx, charge, reason === 'fraudulent' ? 'refunded_as_fraud' : 'refunded');
    const dispute = store.disputes.find(store.disputeOfCharge.get(charge) ?? '');
    if (dispute && !isDecided(dispute)) closeDispute(this.ctx, dispute, 'warning_closed');
  }

  private book(source: string, amount: number, currency: string): BalanceTransaction {
    return bookBalance(this.ctx, { type: 'refund', source, amount, currency });
  }

  private chargeOf({ charge, payment_intent }: RefundCreate): Charge {
    const { store } = this.ctx;
    if (charge) return store.charges.get(charge, 'charge');
    if (!payment_intent) throw missingParameter('charge');
    const latest = store.paymentIntents.get(payment_intent, 'payment_intent').latest_charge;
    if (!latest)
      throw invalidRequest('This PaymentIntent does not have a successful charge to refund.', 'payment_intent');
    return store.charges.get(latest);
  }

  private amountOf(charge: Charge, wanted: number | undefined): number {
    const { store } = this.ctx;
    const left = charge.amount - charge.amount_refunded;
    if (charge.status !== 'succeeded') throw invalidRequest(`Charge ${charge.id} has not been paid.`, 'charge');
    const dispute = store.disputes.find(store.disputeOfCharge.get(charge.id) ?? '');
    if (dispute && !dispute.is_charge_refundable) {
      throw invalidRequest(
        `Charge ${charge.id} has been charged back; cannot issue a refund.`,
        undefined,
        'charge_disputed',
      );
    }
    if (left === 0) {
      throw invalidRequest(`Charge ${charge.id} has already been refunded.`, undefined, 'charge_already_refunded');
    }
    const amount = wanted ?? left;
    if (!charge.captured) {
      throw invalidRequest(
        `Charge ${charge.id} has not been captured: cancel its payment intent to let go of the money.`,
        'charge',
      );
    }
    if (amount > left || amount < 1) {
      throw invalidRequest(
        `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`,
        'amount',
      );
    }
    return amount;
  }
}
