import { moneyOf } from '../../common/money.js';
import type { SubscriptionAnswer } from './subscription.answers.js';
import type { SubscriptionColumns } from './subscription.entity.js';

/** One price of a tenant's subscription. */
export interface OwnItem {
  readonly id: string;
  /** Key of the plan. */
  readonly plan: string | null;
  readonly price: string | null;
  readonly product: string | null;
  /** Null for metered usage. */
  readonly quantity: number | null;
  readonly currency: string | null;
  /** Minor units; null for tiers. */
  readonly unitAmount: number | null;
  readonly interval: string | null;
  readonly intervalCount: number | null;
}

/** A tenant's subscription, as its row or an answer of Stripe's has it. */
export interface OwnSubscription extends Pick<
  SubscriptionColumns,
  | 'customerId'
  | 'status'
  | 'currency'
  | 'collectionMethod'
  | 'cancelling'
  | 'currentPeriodStart'
  | 'currentPeriodEnd'
  | 'trialStart'
  | 'trialEnd'
  | 'cancelAt'
  | 'canceledAt'
  | 'endedAt'
  | 'createdAt'
> {
  readonly id: string;
  /** A change waits for its payment until then; null when none waits. */
  readonly pendingChangeExpiresAt: Date | null;
  readonly items: readonly OwnItem[];
}

/** @param plans keys of plans by their prices' ids. */
export function ownOf(id: string, columns: SubscriptionColumns, plans: ReadonlyMap<string, string>): OwnSubscription {
  return {
    ...columns,
    id,
    pendingChangeExpiresAt: columns.pendingUpdateExpiresAt,
    items: columns.items.map((item) => ({
      id: item.id,
      plan: plans.get(item.priceId ?? '') ?? item.productId ?? item.priceId,
      price: item.priceId,
      product: item.productId,
      quantity: item.quantity,
      currency: item.currency,
      unitAmount: item.unitAmount,
      interval: item.recurringInterval,
      intervalCount: item.recurringIntervalCount,
    })),
  };
}

/** Nothing brings these back. */
export const hasEnded = ({ status }: Pick<OwnSubscription, 'status'>): boolean =>
  status === 'canceled' || status === 'incomplete_expired';

const isoOf = (time: Date | null): string | null => time?.toISOString() ?? null;

/** What its tenant sees of it. */
export function show(own: OwnSubscription): SubscriptionAnswer {
  return {
    id: own.id,
    status: own.status,
    live: !hasEnded(own),
    items: own.items.map(({ currency, unitAmount, ...item }) => ({
      ...item,
      unitPrice: moneyOf(unitAmount, currency),
    })),
    currentPeriodStart: isoOf(own.currentPeriodStart),
    currentPeriodEnd: isoOf(own.currentPeriodEnd),
    trialEnd: isoOf(own.trialEnd),
    cancelling: own.cancelling === true && !hasEnded(own),
    cancelAt: isoOf(own.cancelAt),
    canceledAt: isoOf(own.canceledAt),
    endedAt: isoOf(own.endedAt),
    pendingChangeExpiresAt: isoOf(own.pendingChangeExpiresAt),
    createdAt: isoOf(own.createdAt),
  };
}
