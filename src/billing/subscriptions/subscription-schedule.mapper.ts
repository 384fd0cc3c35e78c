import { createdAt } from '../../stripe/shapes/created.js';
import { hash, id, seconds, word } from '../../stripe/shapes/fields.js';
import { list } from '../../stripe/shapes/list.js';
import { metadataOf } from '../../stripe/shapes/metadata.js';
import { endBehavior, scheduleSettings } from '../../stripe/shapes/subscription-schedule.js';
import type { StripeObject } from '../../stripe/stripe.types.js';
import type { SubscriptionScheduleColumns } from './subscription-schedule.entity.js';
import { toSubscriptionSchedulePhase } from './subscription-schedule-phase.mapper.js';

export function toSubscriptionSchedule(schedule: StripeObject): SubscriptionScheduleColumns {
  const currentPhase = hash(schedule, 'current_phase') ?? {};
  return {
    customerId: id(schedule, 'customer'),
    subscriptionId: id(schedule, 'subscription'),
    releasedSubscriptionId: id(schedule, 'released_subscription'),
    status: word(schedule, 'status'),
    endBehavior: endBehavior(schedule),
    currentPhaseStart: seconds(currentPhase, 'start_date'),
    currentPhaseEnd: seconds(currentPhase, 'end_date'),
    ...scheduleSettings(schedule),
    canceledAt: seconds(schedule, 'canceled_at'),
    completedAt: seconds(schedule, 'completed_at'),
    releasedAt: seconds(schedule, 'released_at'),
    testClockId: id(schedule, 'test_clock'),
    metadata: metadataOf(schedule),
    createdAt: createdAt(schedule),
    phases: list(schedule, 'phases').map((phase, i) => toSubscriptionSchedulePhase(phase, i + 1)),
  };
}
