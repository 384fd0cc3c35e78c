/** What the doctor looks at. The names stay: docs/commands.md has a row for each, and scripts may go by them. */
export const FINDING_CODES = [
  'configuration',
  'settings.mode',
  'settings.stripe_api_base',
  'settings.callers',
  'settings.redirects',
  'settings.trust_proxy',
  'settings.operator',
  'settings.reconcile',
  'settings.verify',
  'settings.log_level',
  'settings.tolerance',
  'database.reachable',
  'database.version',
  'database.migrations',
  'database.connections',
  'clock.database',
  'clock.stripe',
  'redis.reachable',
  'redis.version',
  'redis.policy',
  'redis.persistence',
  'stripe.key',
  'stripe.account',
  'stripe.permissions',
  'endpoint.found',
  'endpoint.status',
  'endpoint.api_version',
  'endpoint.not_sent',
  'endpoint.not_handled',
  'secrets.present',
  'secrets.matched',
  'webhooks.refused',
  'events.backlog',
  'events.dead',
  'events.reconcile',
  'events.webhooks',
  'events.verify',
  'outbox.dead',
  'outbox.stuck',
  'payloads.encryption',
  'payloads.retention',
  'privacy.erasures',
] as const;

export type FindingCode = (typeof FINDING_CODES)[number];

/** `fail`: it does not work, or will not. `warn`: somebody should know. */
export type Level = 'ok' | 'warn' | 'fail';

/** What one look has shown: nothing secret, and nothing personal. */
export interface Finding {
  readonly code: FindingCode;
  readonly level: Level;
  readonly message: string;
  /** What to do about it; null when there is nothing to do. */
  readonly fix: string | null;
}

export const ok = (code: FindingCode, message: string): Finding => ({ code, level: 'ok', message, fix: null });

export const warn = (code: FindingCode, message: string, fix: string): Finding => ({
  code,
  level: 'warn',
  message,
  fix,
});

export const fail = (code: FindingCode, message: string, fix: string): Finding => ({
  code,
  level: 'fail',
  message,
  fix,
});
