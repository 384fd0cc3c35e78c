import type { Subscription } from '../objects/subscription.js';
import type { EngineContext } from './context.js';
import { stopSchedule } from './schedule-end.js';

export type CancellationDetails = Partial<Subscription['cancellation_details']>;

/** `customer.subscription.deleted` (status `canceled`), its schedule with it. Invoices still open are no longer collected automatically. */
export function endSubscription(
  ctx: EngineContext,
  subscription: Subscription,
  details: CancellationDetails = {},
): Subscription {
  const { clock, record, store } = ctx;
  const cancellation_details = {
    ...subscription.cancellation_details,
    reason: subscription.cancellation_details.reason ?? 'cancellation_requested',
    ...details,
  };
  const patch: Partial<Subscription> = {
    canceled_at: subscription.canceled_at ?? clock.now(),
    cancellation_details,
    ended_at: clock.now(),
    pending_update: null,
    status: 'canceled',
    status_details: null,
  };
  const ended = record.step(store.subscriptions, subscription, patch, 'customer.subscription.deleted');
  stopCollecting(ctx, ended.id);
  const schedule = ended.schedule === null ? undefined : store.subscriptionSchedules.get(ended.schedule);
  if (schedule) stopSchedule(ctx, schedule, cancellation_details.reason === 'payment_failed' ? 'aborted' : 'canceled');
  return ended;
}

function stopCollecting({ record, store }: EngineContext, subscription: string): void {
  for (const id of store.invoicesOfSubscription.get(subscription) ?? []) {
    const invoice = store.invoices.find(id);
    if (!invoice || (invoice.status !== 'draft' && invoice.status !== 'open')) continue;
    const patch = { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null };
    record.update(store.invoices, invoice, patch, 'invoice.updated');
  }
}
