import type { Env } from '../config/env.js';
import { audienceOf, type Audience, type Fact } from './notification.js';

export type Channel = 'email' | 'webhook' | 'log';

/** The outbox topic of each channel: an entry for each, so that one's failure does not repeat what another has sent. */
export const TOPICS: Readonly<Record<Channel, string>> = {
  email: 'notification-email',
  webhook: 'notification-webhook',
  log: 'notification-log',
};

/**
 * Who is to hear anything. Customers only when asked for: most accounts have Stripe's own mails to customers switched on,
 * and two about one payment are worse than none. Where nothing can be sent, the log shows what would be.
 */
function audiences({ NOTIFY, SMTP_URL, NOTIFICATION_WEBHOOK_URL }: Env): readonly string[] {
  return NOTIFY ?? (SMTP_URL || NOTIFICATION_WEBHOOK_URL ? ['operator'] : ['operator', 'customer']);
}

/** Where a message goes; nowhere when nobody asked for it. A connected account's customers are its own, never ours. */
export function channelsOf(env: Env, { type, account }: Pick<Fact, 'type' | 'account'>): Channel[] {
  const audience: Audience = audienceOf(type);
  if (!audiences(env).includes(audience) || (audience === 'customer' && account !== '')) return [];
  const channels: Channel[] = [];
  if (env.SMTP_URL && (audience === 'customer' || env.OPERATOR_EMAIL)) channels.push('email');
  if (env.NOTIFICATION_WEBHOOK_URL) channels.push('webhook');
  return channels.length > 0 ? channels : ['log'];
}
