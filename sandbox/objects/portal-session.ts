import type { StripeObject } from './stripe-object.js';

export type FlowType =
  'payment_method_update' | 'subscription_cancel' | 'subscription_update' | 'subscription_update_confirm';

/** A deep link: one thing to do, and what follows. */
export interface PortalFlow {
  readonly after_completion: {
    readonly hosted_confirmation: { readonly custom_message: string | null } | null;
    readonly redirect: { readonly return_url: string } | null;
    readonly type: 'hosted_confirmation' | 'portal_homepage' | 'redirect';
  };
  readonly customer_update: null;
  readonly subscription_cancel: { readonly retention: null; readonly subscription: string } | null;
  readonly subscription_pause: null;
  readonly subscription_update: { readonly subscription: string } | null;
  readonly subscription_update_confirm: {
    readonly discounts: null;
    readonly items: readonly { readonly id: string; readonly price: string | null; readonly quantity?: number }[];
    readonly subscription: string;
  } | null;
  readonly type: FlowType;
}

const FIXED = {
  object: 'billing_portal.session',
  after_expiration: null,
  customer_account: null,
  livemode: false,
  on_behalf_of: null,
} as const;

type Fixed = typeof FIXED;

export interface PortalSession extends StripeObject, Fixed {
  readonly object: 'billing_portal.session';
  readonly configuration: string;
  readonly created: number;
  readonly customer: string;
  readonly flow: PortalFlow | null;
  readonly locale: string | null;
  readonly return_url: string | null;
  readonly url: string;
}

export function newPortalSession(given: Omit<PortalSession, keyof Fixed>): PortalSession {
  return { ...FIXED, ...given };
}
