import { moneyOf } from '../../../common/money.js';
import type { Hold } from '../../../compliance/held.repository.js';
import type { HoldFacts, ItemFacts, SubscriptionFacts } from '../access/snapshot.js';
import type { CustomerPage } from './customer-page.answers.js';

type Listed<Name extends 'invoices' | 'payments' | 'subscriptions' | 'refusals'> = CustomerPage[Name]['data'][number];

export interface InvoiceRow {
  readonly id: string;
  readonly number: string | null;
  readonly status: string | null;
  readonly subscription: string | null;
  readonly currency: string | null;
  /** Minor units, as the other amounts. */
  readonly total: number | null;
  readonly amountDue: number | null;
  readonly amountPaid: number | null;
  readonly amountRemaining: number | null;
  readonly attemptCount: number | null;
  readonly nextPaymentAttempt: Date | null;
  readonly createdAt: Date | null;
  readonly dueAt: Date | null;
  readonly paidAt: Date | null;
}

export interface PaymentRow extends Omit<
  Listed<'payments'>,
  'amount' | 'amountReceived' | 'amountRefunded' | 'createdAt'
> {
  readonly currency: string | null;
  /** Minor units, as the other amounts. */
  readonly amount: number | null;
  readonly amountReceived: number | null;
  readonly amountRefunded: number | null;
  readonly createdAt: Date | null;
}

export interface RefusalRow {
  readonly id: string;
  readonly action: string;
  readonly holds: readonly Hold[];
  readonly times: number;
  readonly requestId: string | null;
  readonly createdAt: Date;
  readonly lastAt: Date;
}

export const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** @param rows one more than `most` when there is more. */
export const some = <Row, Item>(rows: readonly Row[], most: number, show: (row: Row) => Item) => ({
  data: rows.slice(0, most).map(show),
  more: rows.length > most,
});

export const showInvoice = ({ currency, ...row }: InvoiceRow): Listed<'invoices'> => ({
  ...row,
  total: moneyOf(row.total, currency),
  amountDue: moneyOf(row.amountDue, currency),
  amountPaid: moneyOf(row.amountPaid, currency),
  amountRemaining: moneyOf(row.amountRemaining, currency),
  nextPaymentAttempt: iso(row.nextPaymentAttempt),
  createdAt: iso(row.createdAt),
  dueAt: iso(row.dueAt),
  paidAt: iso(row.paidAt),
});

export const showPayment = ({ currency, ...row }: PaymentRow): Listed<'payments'> => ({
  ...row,
  amount: moneyOf(row.amount, currency),
  amountReceived: moneyOf(row.amountReceived, currency),
  amountRefunded: moneyOf(row.amountRefunded, currency),
  createdAt: iso(row.createdAt),
});

export const showRefusal = ({ holds, createdAt, lastAt, ...row }: RefusalRow): Listed<'refusals'> => ({
  ...row,
  holds: [...holds],
  createdAt: createdAt.toISOString(),
  lastAt: lastAt.toISOString(),
});

export const showHold = ({ actions, since, ...hold }: HoldFacts): CustomerPage['holds'][number] => ({
  ...hold,
  actions: [...actions],
  since: iso(since),
});

const showItem = (item: ItemFacts): Listed<'subscriptions'>['items'][number] => ({
  id: item.id,
  price: item.price,
  product: item.product,
  plan: item.plan,
  features: [...item.features],
  quantity: item.quantity,
  unitPrice: moneyOf(item.unitAmount, item.currency),
  interval: item.interval,
  intervalCount: item.intervalCount,
});

/** @param counting the id of the one that decides. */
export const showSubscription =
  (counting: string | null) =>
  (row: SubscriptionFacts): Listed<'subscriptions'> => ({
    id: row.id,
    customer: row.customer,
    status: row.status,
    counts: row.id === counting,
    items: row.items.map(showItem),
    currentPeriodStart: iso(row.currentPeriodStart),
    currentPeriodEnd: iso(row.currentPeriodEnd),
    trialEnd: iso(row.trialEnd),
    cancelAt: iso(row.cancelAt),
    canceledAt: iso(row.canceledAt),
    endedAt: iso(row.endedAt),
    cancellationReason: row.cancellationReason,
    latestInvoice: row.latestInvoice,
    createdAt: iso(row.createdAt),
  });
