import type { Charge } from '../objects/charge.js';
import { newRefund, type Refund } from '../objects/refund.js';
import { bookBalance } from './balance.js';
import type { EngineContext } from './context.js';
import { invalidRequest, missingParameter } from './errors.js';
import { mergeMetadata, type MetadataParam, newMetadata } from './metadata.js';
import { append } from './store.js';
import { VISA_CARD } from './test-cards.js';

export interface RefundCreate {
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
    const { clock, ids, record, schedule, store } = this.ctx;
    const charge = this.chargeOf(params);
    const amount = this.amountOf(charge, params.amount);
    const card = store.cards.get(charge.payment_method) ?? VISA_CARD;
    const pending = card.onRefund !== 'succeeds';
    const id = ids.timed('re');
    append(store.refundsOfCharge, charge.id, id);
    const refund = newRefund({
      id,
      amount,
      balance_transaction: pending ? null : bookBalance(this.ctx, 'refund', id, -amount, charge.currency).id,
      charge: charge.id,
      created: clock.now(),
      currency: charge.currency,
      customer: charge.customer,
      destination_details:
        card.type === 'card'
          ? {
              card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
              type: 'card',
            }
          : { type: 'us_bank_transfer', us_bank_transfer: { reference: null, reference_status: 'pending' } },
      failure_balance_transaction: null,
      failure_reason: null,
      metadata: newMetadata(params.metadata),
      payment_intent: charge.payment_intent,
      payment_method: charge.payment_method,
      reason: params.reason ?? null,
      receipt_number: null,
      status: pending ? 'pending' : 'succeeded',
    });
    const created = record.create(store.refunds, refund, 'refund.created');
    this.refundCharge(charge, amount, 'charge.refunded');
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
      const booked = bookBalance(this.ctx, 'refund', id, -refund.amount, refund.currency);
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
  private refundCharge(charge: Charge, amount: number, type: string): void {
    const amount_refunded = charge.amount_refunded + amount;
    const patch = { amount_refunded, refunded: amount_refunded === charge.amount };
    this.ctx.record.update(this.ctx.store.charges, charge, patch, type);
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
    const left = charge.amount - charge.amount_refunded;
    if (charge.status !== 'succeeded') throw invalidRequest(`Charge ${charge.id} has not been paid.`, 'charge');
    if (left === 0) {
      throw invalidRequest(`Charge ${charge.id} has already been refunded.`, undefined, 'charge_already_refunded');
    }
    const amount = wanted ?? left;
    if (amount > left || amount < 1) {
      throw invalidRequest(
        `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`,
        'amount',
      );
    }
    return amount;
  }
}
