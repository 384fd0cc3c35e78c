import { listOf, type StripeList, type StripeObject } from './stripe-object.js';

/** What a platform keeps of a payment for a connected account. */
export interface ApplicationFee extends StripeObject {
  readonly object: 'application_fee';
  /** Who pays it. */
  readonly account: string;
  /** Minor units. */
  readonly amount: number;
  readonly amount_refunded: number;
  readonly application: string;
  readonly balance_transaction: string;
  /** In the connected account: a direct charge, or the payment that a transfer made there. */
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly fee_source: { readonly charge: string; readonly type: 'charge' };
  readonly livemode: false;
  /** The platform's own charge; null for a direct one. */
  readonly originating_transaction: string | null;
  readonly refunded: boolean;
  readonly refunds: StripeList<StripeObject>;
}

type Given = Pick<
  ApplicationFee,
  | 'id'
  | 'account'
  | 'amount'
  | 'application'
  | 'balance_transaction'
  | 'charge'
  | 'created'
  | 'currency'
  | 'originating_transaction'
>;

export const newApplicationFee = (given: Given): ApplicationFee => ({
  object: 'application_fee',
  amount_refunded: 0,
  fee_source: { charge: given.charge, type: 'charge' },
  livemode: false,
  refunded: false,
  refunds: listOf(`/v1/application_fees/${given.id}/refunds`, []),
  ...given,
});
