import type { HeldAction } from '../../../compliance/held.repository.js';

/** What decides on the access of a customer, as the rows of one moment have it. Times are UTC. */
export interface CustomerSnapshot {
  /** Of the database. */
  readonly now: Date;
  /** Connected account, '' for your own. */
  readonly account: string;
  readonly customerId: string;
  /** Null while Stripe has told nothing of the customer itself. */
  readonly customer: CustomerFacts | null;
  /** Whose it is; null while nothing says. */
  readonly owner: Owner | null;
  readonly tenant: TenantFacts | null;
  /** The customers of the tenant, this one among them; some of them, where there are many. */
  readonly siblings: readonly { readonly id: string; readonly deleted: boolean }[];
  /** Of all customers of the tenant; without one, of this customer. */
  readonly subscriptions: readonly SubscriptionFacts[];
  /** Since when the tenant's status is what it is, and the event that made it so. */
  readonly statusSince: Moment | null;
  /** The last change of the tenant. */
  readonly lastChange: Moment | null;
  /** The event that told of the end of the subscription that counts. */
  readonly endEvent: string | null;
  /** Of the subscription that counts: the invoice that is in the way, or its latest. */
  readonly invoice: InvoiceFacts | null;
  /** What Stripe has said of the customer that counts; null: it has said nothing of its entitlements. */
  readonly summary: { readonly eventId: string | null; readonly at: Date } | null;
  /** The feature that is asked about, and which plans on sale include it. */
  readonly feature: { readonly name: string; readonly plans: readonly string[] } | null;
  readonly holds: readonly HoldFacts[];
  /** Ids of refunds in hand whose end nobody knows. */
  readonly unknownRefunds: readonly string[];
  readonly doubts: DoubtFacts;
}

export interface Moment {
  readonly at: Date;
  readonly eventId: string | null;
}

export interface CustomerFacts {
  readonly email: string | null;
  readonly delinquent: boolean | null;
  readonly createdAt: Date | null;
  readonly deletedAt: Date | null;
  readonly eventId: string | null;
}

export type SaidBy = 'assignment' | 'customer' | 'checkout_session' | 'subscription';

export interface Owner {
  readonly tenantId: string;
  readonly saidBy: SaidBy;
  /** False: only a buyer's word says so. */
  readonly isOwn: boolean;
}

/** The tenant's row: the result of the computation. */
export interface TenantFacts {
  readonly customerId: string | null;
  readonly subscriptionId: string | null;
  readonly status: string | null;
  readonly plan: string | null;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number | 'unlimited'>>;
  readonly entitledBy: 'stripe' | 'plan' | null;
  readonly liveSubscriptionIds: readonly string[];
  readonly severalLiveSince: Date | null;
  readonly updatedAt: Date;
  /** 0: never computed. */
  readonly version: number;
}

export interface ItemFacts {
  readonly id: string;
  readonly price: string | null;
  readonly product: string | null;
  readonly plan: string | null;
  readonly features: readonly string[];
  /** Whether the metadata of the price or the product say which plan it is. */
  readonly namesPlan: boolean;
  /** Whether events have told of the price, and of its product. */
  readonly isKnown: boolean;
  readonly quantity: number | null;
  /** Minor units. */
  readonly unitAmount: number | null;
  readonly currency: string | null;
  readonly interval: string | null;
  readonly intervalCount: number | null;
}

export interface SubscriptionFacts {
  readonly id: string;
  readonly customer: string | null;
  readonly status: string | null;
  readonly items: readonly ItemFacts[];
  readonly currentPeriodStart: Date | null;
  readonly currentPeriodEnd: Date | null;
  readonly trialEnd: Date | null;
  readonly cancelAt: Date | null;
  readonly canceledAt: Date | null;
  readonly endedAt: Date | null;
  readonly cancellationReason: string | null;
  readonly pauseReason: string | null;
  readonly pauseCollection: string | null;
  readonly latestInvoice: string | null;
  readonly createdAt: Date | null;
}

export interface InvoiceFacts {
  readonly id: string;
  readonly status: string | null;
  /** Minor units, as digits. */
  readonly amountRemaining: string | null;
  readonly currency: string | null;
  readonly attemptCount: number | null;
  readonly nextPaymentAttempt: Date | null;
  readonly intent: string | null;
  readonly intentStatus: string | null;
  /** As `payment_follow_ups` has it; null when nobody has to be asked. */
  readonly reason: string | null;
  readonly failureCode: string | null;
  readonly declineCode: string | null;
  readonly lastFailedAt: Date | null;
}

export interface HoldFacts {
  readonly id: string;
  readonly kind: string;
  readonly effect: 'hold' | 'refuse';
  readonly actions: readonly HeldAction[];
  readonly charge: string | null;
  readonly since: Date | null;
}

/** An event that names the customer, and is not in the rows. */
export interface OpenEvent {
  readonly id: string;
  readonly type: string;
  readonly status: 'received' | 'failed' | 'dead';
  readonly errorClass: string | null;
  readonly nextAttemptAt: Date | null;
  readonly receivedAt: Date;
}

export interface DoubtFacts {
  readonly openEvents: readonly OpenEvent[];
  /** Events of this customer that were left alone, for they are of the other mode. */
  readonly wrongMode: readonly string[];
  /** Events that rows of this customer show although no rule and no read decided. */
  readonly ambiguous: readonly string[];
  /** Objects that are known not to be what Stripe has. */
  readonly differing: readonly { readonly type: string; readonly id: string; readonly fields: readonly string[] }[];
  /** Prices and products of the subscription that counts, whose tenants are being computed again, or were given up. */
  readonly recomputing: readonly { readonly id: string; readonly dead: boolean; readonly since: Date }[];
  /** Since when the account's owner has withdrawn our access. */
  readonly accountLeftAt: Date | null;
  /** All events that are due, and seconds since the oldest was received. */
  readonly backlog: { readonly due: number; readonly oldestSeconds: number };
  readonly lastEvent: { readonly id: string; readonly type: string; readonly receivedAt: Date } | null;
}

/** Nothing brings these back. */
export const hasEnded = (status: string | null): boolean => status === 'canceled' || status === 'incomplete_expired';

/** Stripe is paid, or still tries to be (docs/tenants.md). */
export const givesAccess = (status: string | null): boolean =>
  status === 'active' || status === 'trialing' || status === 'past_due';
