import { BASIL, type VersionMove, without } from './move.js';

/** Before basil: `invoice.payment_intent`, `charge` and `paid`; `amount_overpaid` and `payments` did not exist. */
export const invoicePayment: VersionMove = {
  since: BASIL,
  object: 'invoice',
  downgrade(fields, links) {
    return {
      ...without(fields, 'amount_overpaid', 'confirmation_secret', 'payments'),
      application_fee_amount: null,
      charge: links.charge ?? null,
      paid: fields['status'] === 'paid',
      paid_out_of_band: false,
      payment_intent: links.payment_intent ?? null,
      transfer_data: null,
    };
  },
};
