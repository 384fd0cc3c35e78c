import type { Charge } from '../objects/charge.js';
import { newRefund, type Refund } from '../objects/refund.js';
import type { EngineContext } from './context.js';
import { append } from './store.js';
import { VISA_CARD } from './test-cards.js';

type Given = Pick<Refund, 'id' | 'amount' | 'balance_transaction' | 'status'> &
  Partial<Pick<Refund, 'metadata' | 'reason' | 'transfer_reversal'>>;

/** The refund of a charge and its `refund.created`; what becomes of the charge is the caller's. */
export function createRefund({ clock, record, store }: EngineContext, charge: Charge, given: Given): Refund {
  const card = store.cards.get(charge.payment_method) ?? VISA_CARD;
  append(store.refundsOfCharge, charge.id, given.id);
  const refund = newRefund({
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
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: null,
    receipt_number: null,
    transfer_reversal: null,
    ...given,
  });
  return record.create(store.refunds, refund, 'refund.created');
}
