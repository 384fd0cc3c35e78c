import type { Subscription } from '../objects/subscription.js';
import { newSubscriptionSchedule, type SubscriptionSchedule } from '../objects/subscription-schedule.js';
import type { EngineContext } from './context.js';
import { invalidRequest, missingParameter } from './errors.js';
import { mergeMetadata, newMetadata } from './metadata.js';
import { planCancel } from './renewal.js';
import { buildPhases, phaseOf, replacedPhases } from './schedule-phases.js';
import type { ScheduleCreate, ScheduleUpdate } from './schedule-params.js';
import { isAlive, releaseSchedule, stopSchedule } from './schedule-end.js';
import { applyPhase, datesOf, endOfSchedule, planNotice, planPhase, startSchedule } from './schedule-run.js';
import { changedSettings, NO_SETTINGS, settingsOf } from './schedule-settings.js';
import { cancelAtPatch } from './subscription-cancel-at.js';
import { endSubscription } from './subscription-end.js';

export class SubscriptionSchedules {
  constructor(private readonly ctx: EngineContext) {}

  create(params: ScheduleCreate): SubscriptionSchedule {
    return params.from_subscription === undefined ? this.createNew(params) : this.createFrom(params);
  }

  /** Phases replace those that are running or still to come; the first one must begin where the running one began. */
  update(id: string, params: ScheduleUpdate): SubscriptionSchedule {
    const { record, store } = this.ctx;
    const before = this.alive(id, 'update');
    const phases = params.phases ? replacedPhases(this.ctx, before, params.phases) : before.phases;
    const current =
      before.current_phase && phases.find(({ start_date }) => start_date === before.current_phase?.start_date);
    const patch: Partial<SubscriptionSchedule> = {
      ...(current && { current_phase: datesOf(current) }),
      ...(params.default_settings && {
        default_settings: changedSettings(this.ctx, params.default_settings, before.default_settings),
      }),
      end_behavior: params.end_behavior ?? before.end_behavior,
      metadata: mergeMetadata(before.metadata, params.metadata),
      phases,
    };
    const after = record.update(store.subscriptionSchedules, before, patch, 'subscription_schedule.updated');
    this.planEnd(after);
    if (params.phases && before.status === 'not_started') this.planStart(after);
    if (!current || !after.subscription) return after;
    if (params.phases) {
      planPhase(this.ctx, id, current);
      planNotice(this.ctx, after);
      applyPhase(this.ctx, after.subscription, current, params.proration_behavior);
    }
    return store.subscriptionSchedules.get(id);
  }

  /** The subscription goes on as it is. */
  release(id: string, { preserve_cancel_date = false }: { preserve_cancel_date?: boolean } = {}): SubscriptionSchedule {
    const released = releaseSchedule(this.ctx, this.alive(id, 'release'), preserve_cancel_date);
    const { cancel_at = null } = this.ctx.store.subscriptions.find(released.released_subscription ?? '') ?? {};
    if (cancel_at !== null) planCancel(this.ctx, released.released_subscription ?? '', cancel_at);
    return released;
  }

  /** The subscription ends with it. */
  cancel(id: string): SubscriptionSchedule {
    const { store } = this.ctx;
    const canceled = stopSchedule(this.ctx, this.alive(id, 'cancel'), 'canceled');
    const subscription = canceled.subscription === null ? undefined : store.subscriptions.get(canceled.subscription);
    if (subscription?.ended_at === null) endSubscription(this.ctx, subscription);
    return canceled;
  }

  private createNew(params: ScheduleCreate): SubscriptionSchedule {
    const { clock, store } = this.ctx;
    if (!params.customer) throw missingParameter('customer');
    const customer = store.customers.get(params.customer, 'customer');
    const start = params.start_date === 'now' || params.start_date === undefined ? clock.now() : params.start_date;
    if (start < clock.now()) throw invalidRequest('A schedule cannot begin in the past here.', 'start_date');
    const created = this.record(params, {
      current_phase: null,
      customer: customer.id,
      default_settings: changedSettings(this.ctx, params.default_settings ?? {}, NO_SETTINGS),
      end_behavior: params.end_behavior ?? 'release',
      phases: buildPhases(this.ctx, params.phases ?? [], start),
      status: 'not_started',
      subscription: null,
    });
    if (start <= clock.now()) startSchedule(this.ctx, created.id);
    else this.planStart(created);
    return store.subscriptionSchedules.get(created.id);
  }

  /** One phase: the running period. `update` adds what comes after it. */
  private createFrom({ from_subscription, ...others }: ScheduleCreate): SubscriptionSchedule {
    const { record, store } = this.ctx;
    const subscription = store.subscriptions.get(from_subscription ?? '', 'from_subscription');
    const other = Object.entries(others).find(([, value]) => value !== undefined);
    if (other) throw invalidRequest('You cannot set other parameters together with `from_subscription`.', other[0]);
    refuseUnschedulable(subscription);
    const phase = phaseOf(subscription);
    const created = this.record(others, {
      current_phase: datesOf(phase),
      customer: subscription.customer,
      default_settings: settingsOf(subscription),
      end_behavior: 'release',
      phases: [phase],
      status: 'active',
      subscription: subscription.id,
    });
    planPhase(this.ctx, created.id, phase);
    planNotice(this.ctx, created);
    record.update(store.subscriptions, subscription, { schedule: created.id }, 'customer.subscription.updated');
    return created;
  }

  private record(
    { metadata }: ScheduleCreate,
    given: Pick<
      SubscriptionSchedule,
      'current_phase' | 'customer' | 'default_settings' | 'end_behavior' | 'phases' | 'status' | 'subscription'
    >,
  ): SubscriptionSchedule {
    const { clock, ids, record, store } = this.ctx;
    const schedule = newSubscriptionSchedule({
      id: ids.timed('sub_sched'),
      canceled_at: null,
      completed_at: null,
      created: clock.now(),
      metadata: newMetadata(metadata),
      released_at: null,
      released_subscription: null,
      ...given,
    });
    return record.create(store.subscriptionSchedules, schedule, 'subscription_schedule.created');
  }

  private planStart({ id, phases }: SubscriptionSchedule): void {
    const start = phases[0]?.start_date ?? 0;
    this.ctx.schedule.at(start, () => {
      const schedule = this.ctx.store.subscriptionSchedules.get(id);
      if (schedule.phases[0]?.start_date === start) startSchedule(this.ctx, id);
    });
  }

  /** A schedule that ends with its subscription tells the subscription when. */
  private planEnd(schedule: SubscriptionSchedule): void {
    const { clock, record, store } = this.ctx;
    const subscription = store.subscriptions.find(schedule.subscription ?? '');
    if (!subscription) return;
    const end = endOfSchedule(schedule);
    const cancel_at = schedule.end_behavior === 'cancel' ? end : null;
    if (cancel_at === subscription.cancel_at) return;
    const patch = cancelAtPatch(subscription, { cancel_at }, end, clock.now());
    record.update(store.subscriptions, subscription, patch, 'customer.subscription.updated');
  }

  private alive(id: string, action: string): SubscriptionSchedule {
    const schedule = this.ctx.store.subscriptionSchedules.get(id);
    if (isAlive(schedule)) return schedule;
    throw invalidRequest(
      `You cannot ${action} a subscription schedule that is currently in the \`${schedule.status}\` status.`,
    );
  }
}

function refuseUnschedulable({ cancel_at, id, schedule, status }: Subscription): void {
  if (schedule !== null) {
    throw invalidRequest(
      `You cannot migrate a subscription that is already attached to a schedule: ${schedule}`,
      'from_subscription',
    );
  }
  if (!['active', 'past_due', 'trialing'].includes(status) || cancel_at !== null) {
    throw invalidRequest(`Subscription ${id} is ending or not active and cannot be migrated.`, 'from_subscription');
  }
}
