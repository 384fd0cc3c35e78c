import type { Break } from './break.js';
import { POISON_EVENT, STRIPE_500 } from './events.js';
import { MAIL_GONE } from './mail-gone.js';
import { REDIS_GONE } from './redis-gone.js';
import { CLOCK_SKEW, WRONG_SECRET } from './signatures.js';
import { DISABLED_ENDPOINT, DROPPED_DELIVERIES } from './silence.js';

/** In the order in which they are done. */
export const BREAKS: readonly Break[] = [
  WRONG_SECRET,
  REDIS_GONE,
  POISON_EVENT,
  STRIPE_500,
  DROPPED_DELIVERIES,
  CLOCK_SKEW,
  DISABLED_ENDPOINT,
  MAIL_GONE,
];
