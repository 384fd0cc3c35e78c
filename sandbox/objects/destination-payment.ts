import { AUTHORIZED, type Charge, newCharge } from './charge.js';
import { NO_BILLING_DETAILS } from './stripe-object.js';

/** What a transfer is in the account that gets it: a charge that no card paid. */
export type DestinationPayment = Omit<Charge, 'payment_intent' | 'payment_method' | 'source_transfer'> & {
  readonly payment_intent: null;
  readonly payment_method: null;
  readonly source_transfer: string;
};

type Given = Pick<
  DestinationPayment,
  'id' | 'amount' | 'application_fee' | 'application_fee_amount' | 'created' | 'currency' | 'source_transfer'
>;

export function newDestinationPayment(given: Given): DestinationPayment {
  const charge = newCharge({
    amount_captured: given.amount,
    amount_refunded: 0,
    balance_transaction: null,
    billing_details: NO_BILLING_DETAILS,
    captured: true,
    customer: null,
    description: null,
    disputed: false,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    metadata: {},
    outcome: AUTHORIZED,
    paid: true,
    payment_intent: '',
    payment_method: '',
    payment_method_details: { stripe_account: {}, type: 'stripe_account' },
    receipt_url: null,
    refunded: false,
    review: null,
    status: 'succeeded',
    ...given,
  });
  return { ...charge, payment_intent: null, payment_method: null, source_transfer: given.source_transfer };
}
