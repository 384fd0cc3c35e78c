import type { CollectionMethod } from '../objects/invoice.js';
import type { Interval } from '../objects/price.js';
import type { ProrationBehavior, SubscriptionSchedule } from '../objects/subscription-schedule.js';
import type { MetadataParam } from './metadata.js';
import type { DiscountParam } from './redemption.js';

export interface PhaseParam {
  items: readonly { price: string; quantity?: number; metadata?: MetadataParam }[];
  discounts?: readonly DiscountParam[] | '';
  /** One of the two says how long the phase is; the last one may say neither and is one billing interval long. */
  duration?: { interval: Interval; interval_count?: number };
  /** Seconds UTC. */
  end_date?: number;
  metadata?: MetadataParam;
  proration_behavior?: ProrationBehavior;
  /** Only in an update, and of its first phase: where the running phase began. Seconds UTC. */
  start_date?: number;
  /** The first phase may be a trial: as a whole, or up to `trial_end` (seconds UTC). */
  trial?: boolean;
  trial_end?: number;
}

export interface DefaultSettingsParam {
  collection_method?: CollectionMethod;
  default_payment_method?: string;
  description?: string;
  invoice_settings?: { days_until_due?: number };
}

export interface ScheduleCreate {
  /** Or `from_subscription`, alone. */
  customer?: string;
  phases?: readonly PhaseParam[];
  /** Seconds UTC. */
  start_date?: number | 'now';
  default_settings?: DefaultSettingsParam;
  end_behavior?: SubscriptionSchedule['end_behavior'];
  from_subscription?: string;
  metadata?: MetadataParam;
}

export interface ScheduleUpdate {
  phases?: readonly PhaseParam[];
  default_settings?: DefaultSettingsParam;
  end_behavior?: SubscriptionSchedule['end_behavior'];
  metadata?: MetadataParam;
  /** How a change of the running phase is billed. */
  proration_behavior?: ProrationBehavior;
}
