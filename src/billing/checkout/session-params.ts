import type Stripe from 'stripe';

/** What a session is made of, checked. */
export interface SessionTerms {
  readonly mode: 'subscription' | 'payment';
  /** Who buys; null: a guest, who belongs to no tenant. */
  readonly tenantId: string | null;
  readonly urls: { readonly success: string; readonly cancel: string };
  readonly line: { readonly price: string; readonly quantity?: number };
  /** 0: none. */
  readonly trialDays: number;
  readonly customerId: string | null;
  readonly customerEmail: string | undefined;
  readonly allowPromotionCodes: boolean;
}

/** Characters; an id that is longer is in the metadata alone. */
const LONGEST_REFERENCE = 200;

/**
 * Parameters of docs.stripe.com/api/checkout/sessions/create. The tenant is named wherever Stripe copies it from, so that
 * it is known whichever event comes first. Payment methods are the Dashboard's to choose: `payment_method_types` can no
 * longer be written.
 */
export function sessionParams(terms: SessionTerms): Stripe.Checkout.SessionCreateParams {
  const { mode, tenantId, urls, line, trialDays, customerId } = terms;
  const metadata: Record<string, string> = tenantId === null ? {} : { tenant_id: tenantId };
  return {
    mode,
    line_items: [line],
    success_url: urls.success,
    cancel_url: urls.cancel,
    metadata,
    ...(tenantId !== null && tenantId.length <= LONGEST_REFERENCE ? { client_reference_id: tenantId } : {}),
    ...(terms.allowPromotionCodes ? { allow_promotion_codes: true } : {}),
    ...customerOf(terms, customerId),
    ...(mode === 'subscription'
      ? { subscription_data: { metadata, ...(trialDays > 0 ? { trial_period_days: trialDays } : {}) } }
      : { payment_intent_data: { metadata } }),
  };
}

/** A payment without customer would be no tenant's: one payment makes a customer too, as subscriptions do by themselves. */
function customerOf(
  { mode, tenantId, customerEmail }: SessionTerms,
  customerId: string | null,
): Pick<Stripe.Checkout.SessionCreateParams, 'customer' | 'customer_email' | 'customer_creation'> {
  if (customerId !== null) return { customer: customerId };
  return {
    ...(customerEmail === undefined ? {} : { customer_email: customerEmail }),
    ...(mode === 'payment' && tenantId !== null ? { customer_creation: 'always' } : {}),
  };
}
