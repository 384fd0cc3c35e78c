import type { World } from './world.js';

/** What each process is told, besides where its stores are. @param name of the process. */
export const settingsOf = (
  { sandbox, receiver }: Pick<World, 'sandbox' | 'receiver'>,
  name: string,
  secret: string,
): Record<string, string> => ({
  NODE_ENV: 'production',
  LOG_LEVEL: 'warn',
  STRIPE_SECRET_KEY: sandbox.apiKey,
  STRIPE_API_BASE: sandbox.url,
  STRIPE_WEBHOOK_SECRET: secret,
  // What was acknowledged has to be there without anybody fetching it again.
  RECONCILE_INTERVAL_SECONDS: 'off',
  VERIFY_SAMPLE: '0',
  NOTIFY: 'operator,customer',
  NOTIFICATION_WEBHOOK_URL: receiver.urlFor(name),
  NOTIFICATION_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
});
