import type Stripe from 'stripe';
import { sessionParams, type SessionTerms } from '../../billing/checkout/session-params.js';
import { percentOf, type ApplicationFee } from './application-fee.js';

type Params = Stripe.Checkout.SessionCreateParams;

/** Who is paid, and how. */
export interface ConnectedTerms {
  readonly account: string;
  readonly charge: 'destination' | 'direct';
  readonly onBehalfOf: boolean;
  readonly fee: ApplicationFee;
}

const ALL = 10_000;

/**
 * A sale as any other, and what makes it one for a connected account (docs.stripe.com/connect/charges). A direct charge
 * is made in the account, so the request says whose it is; a destination charge is made in your own and passed on.
 */
export function connectedSessionParams(sale: SessionTerms, terms: ConnectedTerms): Params {
  const { subscription_data, payment_intent_data, ...params } = sessionParams(sale);
  return sale.mode === 'subscription'
    ? { ...params, subscription_data: { ...subscription_data, ...ofSubscription(terms) } }
    : { ...params, payment_intent_data: { ...payment_intent_data, ...ofPayment(terms) } };
}

function ofPayment({ account, charge, onBehalfOf, fee }: ConnectedTerms): NonNullable<Params['payment_intent_data']> {
  return {
    ...(fee.amount === null ? {} : { application_fee_amount: fee.amount }),
    ...(charge === 'direct' ? {} : { transfer_data: { destination: account } }),
    ...(onBehalfOf ? { on_behalf_of: account } : {}),
  };
}

/** Stripe takes a percentage as a fee within the account only; of a destination charge the rest is passed on. */
function ofSubscription({
  account,
  charge,
  onBehalfOf,
  fee: { basisPoints },
}: ConnectedTerms): NonNullable<Params['subscription_data']> {
  if (charge === 'direct') return basisPoints === null ? {} : { application_fee_percent: percentOf(basisPoints) };
  const share = basisPoints === null ? {} : { amount_percent: percentOf(ALL - basisPoints) };
  return { transfer_data: { destination: account, ...share }, ...(onBehalfOf ? { on_behalf_of: account } : {}) };
}
