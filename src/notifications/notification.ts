import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What there are messages for: Stripe's events, and what is computed. The templates of a type have its name. */
export const NOTIFICATION_TYPES = [
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'customer.subscription.trial_will_end',
  'charge.dispute.created',
  'radar.early_fraud_warning.created',
  'review.opened',
  'tenant.pays_twice',
  'alert.opened',
  'alert.resolved',
] as const;

export type NotificationType = (typeof NOTIFICATION_TYPES)[number];
export type Audience = 'customer' | 'operator';

const AUDIENCES: Readonly<Record<NotificationType, Audience>> = {
  'invoice.payment_failed': 'customer',
  'invoice.payment_action_required': 'customer',
  'customer.subscription.trial_will_end': 'customer',
  'charge.dispute.created': 'operator',
  'radar.early_fraud_warning.created': 'operator',
  'review.opened': 'operator',
  'tenant.pays_twice': 'operator',
  'alert.opened': 'operator',
  'alert.resolved': 'operator',
};

export const audienceOf = (type: NotificationType): Audience => AUDIENCES[type];

/** What an outbox entry holds: what happened to which object, and nothing of a person. */
export const factSchema = z.object({
  type: z.enum(NOTIFICATION_TYPES),
  /** Empty: the own account. */
  account: z.string(),
  livemode: z.boolean(),
  object: z.string(),
  /** Which attempt to collect an invoice; null for other objects. */
  attempt: z.number().nullable(),
  /** A dispute's status when it was opened; null for other objects. */
  status: z.string().nullable(),
  /** When the trial was to end, in seconds; null for other objects. */
  trialEnd: z.number().nullable(),
  /** Stripe's `created` of the event, in seconds. */
  occurredAt: z.number(),
  /** The adopter's own id of a tenant, and its live subscriptions, sorted: of one that has several. */
  tenant: z.string().optional(),
  subscriptions: z.array(z.string()).optional(),
  /** Which of the backend's own alerts an incident is of, and what it means. */
  alert: z
    .object({
      name: z.string(),
      severity: z.enum(['critical', 'warning']),
      summary: z.string(),
      runbook: z.string(),
    })
    .optional(),
});

export type Fact = Readonly<z.infer<typeof factSchema>>;

/**
 * Names what a person should hear of once. Stripe tells of an attempt that waits for the customer twice, as
 * `invoice.payment_action_required` and as `invoice.payment_failed`: one message. A tenant that pays twice is told once
 * for each set of subscriptions.
 */
export function keyOf({ type, account, object, attempt, trialEnd, tenant, subscriptions }: Fact): string {
  const subject = type.startsWith('invoice.') ? 'invoice.attempt' : type;
  const set =
    subscriptions &&
    createHash('sha256')
      .update(JSON.stringify([tenant, subscriptions]))
      .digest('hex');
  if (set) return [subject, account, set].join(':');
  return [subject, account, object, attempt ?? trialEnd].filter((part) => part !== null).join(':');
}

/** The same at every attempt and on every channel: Message-ID and webhook-id, by which a receiver drops a second one. */
export const idOf = (fact: Fact): string =>
  `msg_${createHash('sha256').update(keyOf(fact)).digest('hex').slice(0, 32)}`;

/** The customer of a message. */
export interface Recipient {
  readonly customerId: string | null;
  readonly email: string | null;
  readonly name: string | null;
}

/** What an incident's message says, for those who read it by program. */
export interface AlertNotice extends NonNullable<Fact['alert']> {
  /** What was measured, in words. */
  readonly value: string;
  readonly openedAt: Date;
  /** Null while it lasts. */
  readonly resolvedAt: Date | null;
}

/** A message that is due, as its channels send it. */
export interface Notification {
  readonly id: string;
  readonly type: NotificationType;
  readonly fact: Fact;
  readonly audience: Audience;
  /** Null in messages to the operator. */
  readonly customer: Recipient | null;
  /** Null in all but those of incidents. */
  readonly alert: AlertNotice | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
