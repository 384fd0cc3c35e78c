import type Stripe from 'stripe';
import type { RefundRequest } from './refund-request.entity.js';

/** In the metadata of each refund that was asked for here: the request's id, by which its refund is found. */
export const REQUEST_KEY = 'countinghouse_request';

type Reason = Stripe.RefundCreateParams.Reason;

const REASONS: Readonly<Record<string, Reason>> = {
  duplicate: 'duplicate',
  fraudulent: 'fraudulent',
  requested_by_customer: 'requested_by_customer',
};

type Asked = Pick<RefundRequest, 'id' | 'chargeId' | 'amount' | 'reason' | 'reverseTransfer' | 'refundApplicationFee'>;

/**
 * What Stripe is sent: a function of the row alone, so that it is the same each time; with other parameters it would
 * refuse the key. The amount is always named: what is left may be another one by then.
 */
export function refundParams({
  id,
  chargeId,
  amount,
  reason,
  reverseTransfer,
  refundApplicationFee,
}: Asked): Stripe.RefundCreateParams {
  const known = reason === null ? undefined : REASONS[reason];
  return {
    charge: chargeId,
    amount,
    metadata: { [REQUEST_KEY]: id },
    ...(known && { reason: known }),
    ...(reverseTransfer && { reverse_transfer: true }),
    ...(refundApplicationFee && { refund_application_fee: true }),
  };
}
