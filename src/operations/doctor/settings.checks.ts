import { livemodeOf, type Env } from '../../config/env.js';
import { ok, warn, type Finding } from './finding.js';

/** Seconds; a captured webhook can be sent again for as long. Stripe's own default is 300. */
const LONG_TOLERANCE = 900;

/** @param base where this backend is reached; undefined when nobody says. */
type Check = (env: Env, base: string | undefined) => Finding;

const isProduction = ({ NODE_ENV }: Env): boolean => NODE_ENV === 'production';

const mode: Check = (env) =>
  livemodeOf(env) === true && !isProduction(env)
    ? warn(
        'settings.mode',
        `live data, and NODE_ENV is ${env.NODE_ENV}`,
        'NODE_ENV=production: then nothing is made up',
      )
    : ok('settings.mode', `NODE_ENV ${env.NODE_ENV}, role ${env.ROLE}`);

const apiBase: Check = (env) =>
  env.STRIPE_API_BASE && isProduction(env)
    ? warn('settings.stripe_api_base', 'calls do not go to Stripe itself', 'Unset STRIPE_API_BASE, unless you mean it')
    : ok(
        'settings.stripe_api_base',
        env.STRIPE_API_BASE ? `calls go to ${new URL(env.STRIPE_API_BASE).host}` : "Stripe's own",
      );

const redirects: Check = (env) =>
  isProduction(env) && env.ALLOWED_REDIRECT_ORIGINS.length === 0
    ? warn(
        'settings.redirects',
        'checkout and portal send nobody back',
        'ALLOWED_REDIRECT_ORIGINS=https://your-frontend, if you sell through the API',
      )
    : ok('settings.redirects', `${env.ALLOWED_REDIRECT_ORIGINS.length} origins`);

/** Behind a proxy that nobody trusts every request is a plain one of the proxy's: docs/console.md, docs/auth.md. */
const trustedProxy: Check = ({ ROLE, TRUST_PROXY }, base) => {
  if (TRUST_PROXY !== 0) return ok('settings.trust_proxy', 'is set');
  if (ROLE === 'worker') return ok('settings.trust_proxy', 'no browser comes here');
  if (base === undefined || new URL(base).protocol !== 'https:') return ok('settings.trust_proxy', 'none is needed');
  return warn(
    'settings.trust_proxy',
    "reached by https, and no proxy is trusted: the console's cookie is not Secure, and all callers share one limit",
    'TRUST_PROXY=1 (so many proxies stand in front), and X-Forwarded-Proto set by the proxy',
  );
};

const operator: Check = (env) => {
  const isTold = env.NOTIFY === undefined || env.NOTIFY.includes('operator');
  if (!isTold)
    return warn('settings.operator', `NOTIFY is ${env.NOTIFY?.join()}: no operator is told`, 'NOTIFY=operator');
  if (env.NOTIFICATION_WEBHOOK_URL || (env.SMTP_URL && env.OPERATOR_EMAIL)) return ok('settings.operator', 'is told');
  return isProduction(env)
    ? warn(
        'settings.operator',
        'disputes, alerts and the like go to the log only',
        'SMTP_URL, MAIL_FROM and OPERATOR_EMAIL, or NOTIFICATION_WEBHOOK_URL and its secret',
      )
    : ok('settings.operator', 'is told in the log');
};

const reconcile: Check = ({ RECONCILE_INTERVAL_SECONDS: interval }) =>
  interval === 'off'
    ? warn('settings.reconcile', 'off: what no webhook brings never comes', 'Unset RECONCILE_INTERVAL_SECONDS')
    : ok('settings.reconcile', `every ${interval} s`);

const verify: Check = ({ VERIFY_SAMPLE: rows }) =>
  rows === 0
    ? warn(
        'settings.verify',
        'off: nobody compares rows with Stripe',
        'Unset VERIFY_SAMPLE, or run `npx countinghouse verify`',
      )
    : ok('settings.verify', `${rows} rows of each type, daily`);

const logLevel: Check = (env) =>
  isProduction(env) && ['debug', 'trace', 'silent'].includes(env.LOG_LEVEL)
    ? warn('settings.log_level', `LOG_LEVEL is ${env.LOG_LEVEL}`, 'LOG_LEVEL=info')
    : ok('settings.log_level', env.LOG_LEVEL);

const tolerance: Check = ({ WEBHOOK_TOLERANCE_SECONDS: seconds }) =>
  seconds > LONG_TOLERANCE
    ? warn(
        'settings.tolerance',
        `a captured webhook counts for ${seconds} s`,
        'WEBHOOK_TOLERANCE_SECONDS=300, and mend the clocks',
      )
    : ok('settings.tolerance', `${seconds} s`);

/** Whether tokens of an identity provider are taken; keys are in the database. */
export const takesTokens = (env: Env): boolean => (env.JWT_JWKS_URL ?? env.JWT_SECRET) !== undefined;

/** What the settings say by themselves; that they are valid has been seen. */
export const settingsFindings = (env: Env, base: string | undefined): Finding[] =>
  [mode, apiBase, redirects, trustedProxy, operator, reconcile, verify, logLevel, tolerance].map((check) =>
    check(env, base),
  );
