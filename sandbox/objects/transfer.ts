import { listOf, type Metadata, type StripeList, type StripeObject } from './stripe-object.js';

/** Money that goes from a platform to a connected account. */
export interface Transfer extends StripeObject {
  readonly object: 'transfer';
  /** Minor units. */
  readonly amount: number;
  readonly amount_reversed: number;
  readonly balance_transaction: string;
  readonly created: number;
  readonly currency: string;
  readonly description: null;
  readonly destination: string;
  /** In the connected account. */
  readonly destination_payment: string;
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly reversals: StripeList<StripeObject>;
  readonly reversed: boolean;
  /** The charge that it passes on. */
  readonly source_transaction: string;
  readonly source_type: 'card';
  readonly transfer_group: string | null;
}

type Given = Pick<
  Transfer,
  | 'id'
  | 'amount'
  | 'balance_transaction'
  | 'created'
  | 'currency'
  | 'destination'
  | 'destination_payment'
  | 'source_transaction'
  | 'transfer_group'
>;

export const newTransfer = (given: Given): Transfer => ({
  object: 'transfer',
  amount_reversed: 0,
  description: null,
  livemode: false,
  metadata: {},
  reversals: listOf(`/v1/transfers/${given.id}/reversals`, []),
  reversed: false,
  source_type: 'card',
  ...given,
});
