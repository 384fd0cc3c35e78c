import { randomBytes } from 'node:crypto';

/** A signing secret, of an endpoint or of a receiver of ours. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

export const OPERATOR = 'operator@acme.example';

/** What processes are told that is the same for all of them. */
interface Common {
  readonly stripe: { readonly key: string; readonly url: string };
  readonly secret: string;
  readonly publicUrl: string;
  readonly mailUrl: string;
  readonly webhookUrl: string;
}

/**
 * A production's settings. What takes minutes there and is shortened by a setting here:
 * - `SWEEP_INTERVAL_SECONDS` 2 for 60: what nobody announces, Redis being gone, waits that long;
 * - `RECONCILE_INTERVAL_SECONDS` 30 for 300: a worker asks ten times as often whether a run is due.
 *
 * What has no setting is shortened by moving the times of rows: each such statement stands in stage-time.ts.
 */
export const settingsOf = ({ stripe, secret, publicUrl, mailUrl, webhookUrl }: Common): Record<string, string> => ({
  NODE_ENV: 'production',
  LOG_LEVEL: 'info',
  STRIPE_SECRET_KEY: stripe.key,
  STRIPE_API_BASE: stripe.url,
  STRIPE_WEBHOOK_SECRET: secret,
  PUBLIC_URL: publicUrl,
  SWEEP_INTERVAL_SECONDS: '2',
  RECONCILE_INTERVAL_SECONDS: '30',
  REREAD_EVENT_TYPES: 'product.updated', // an event that cannot be settled without Stripe
  NOTIFY: 'operator',
  SMTP_URL: mailUrl,
  MAIL_FROM: 'Acme <billing@acme.example>',
  OPERATOR_EMAIL: OPERATOR,
  NOTIFICATION_WEBHOOK_URL: webhookUrl,
  NOTIFICATION_WEBHOOK_SECRET: newSecret(),
});
