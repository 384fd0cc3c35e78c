import type { ReasonCode } from './reason-codes.js';

/** What a reason names, so that it can be looked at. */
export const REFERENCE_TYPES = [
  'account',
  'charge',
  'customer',
  'event',
  'hold',
  'invoice',
  'payment_intent',
  'price',
  'product',
  'refund_request',
  'subscription',
  'tenant',
] as const;

export type ReferenceType = (typeof REFERENCE_TYPES)[number];

export interface Reference {
  readonly type: ReferenceType;
  readonly id: string;
}

/** Why a customer has access, or has none: one link of the chain. */
export interface Reason {
  readonly code: ReasonCode;
  /** One or two plain sentences, for a person. No name, address or mail address is in it. */
  readonly text: string;
  /** Since when it is so, where that is known. */
  readonly at: Date | null;
  readonly refs: readonly Reference[];
}

export const ref = (type: ReferenceType, id: string | null): readonly Reference[] =>
  id === null ? [] : [{ type, id }];
