import { z } from 'zod';
import { authProblems, authSettings } from './auth-settings.js';
import { ConfigurationError } from './configuration.error.js';
import { notificationProblems, notificationSettings } from './notification-settings.js';
import { privacyProblems, privacySettings } from './privacy-settings.js';
import { tracingProblems, tracingSettings } from './tracing-settings.js';
import { integer, isInClear, list, oneOf, webUrl } from './values.js';

const secretList = list.pipe(
  z
    .array(
      z
        .string()
        .regex(/^\S{8,}$/, 'a secret has at least 8 characters and no spaces (whsec_…)')
        .regex(/^(?!(we|sk|pk|rk)_)/, 'that is an endpoint id or an API key: a signing secret starts with whsec_'),
    )
    .max(16),
);

const eventTypes = list.pipe(
  z.array(z.string().regex(/^([a-z0-9_]+\.)*([a-z0-9_]+|\*)$/, 'event types such as invoice.paid or invoice.*')),
);

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\/\S+$/, 'must be a postgres:// URL');

const bearerToken = z
  .string()
  .regex(/^[\x21-\x7e]{32,512}$/, 'must have 32 to 512 characters without spaces, e.g. of `openssl rand -hex 32`');

const schema = z.object({
  NODE_ENV: oneOf('development', 'test', 'production').default('development'),
  PORT: integer(0, 65_535).default(3000),
  ROLE: oneOf('all', 'api', 'worker').default('all'),
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent').default('info'),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: postgresUrl.optional(),
  MIGRATION_DATABASE_URL: postgresUrl.optional(),
  DATABASE_POOL_SIZE: integer(6, 200).default(10),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/\S+$/, 'must be a redis:// or rediss:// URL')
    .optional(),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\S+$/, 'must be a secret or restricted key (sk_test_…, sk_live_…, rk_…)')
    .optional(),
  STRIPE_API_BASE: webUrl.optional(),
  PUBLIC_URL: webUrl.optional(),
  STRIPE_WEBHOOK_SECRET: secretList.default([]),
  STRIPE_CONNECT_WEBHOOK_SECRET: secretList.default([]),
  WEBHOOK_TOLERANCE_SECONDS: integer(1, 3600).default(300),
  LIVEMODE: oneOf('true', 'false')
    .transform((value) => value === 'true')
    .optional(),
  REREAD_EVENT_TYPES: eventTypes.default([]),
  VERIFY_SAMPLE: integer(0, 10_000).default(20),
  SWEEP_INTERVAL_SECONDS: integer(1, 3600).default(60),
  RECONCILE_INTERVAL_SECONDS: z
    .union([z.literal('off'), integer(30, 86_400)], { error: 'must be a whole number from 30 to 86400, or off' })
    .default(300),
  METRICS_TOKEN: bearerToken.optional(),
  ...authSettings,
  ...notificationSettings,
  ...privacySettings,
  ...tracingSettings,
});

/** The checked configuration; docs/configuration.md and .env.example describe each name. */
export type Env = z.infer<typeof schema>;

/** Injection token of the {@link Env}. */
export const ENV = Symbol('ENV');

const isLive = (key: string | undefined): boolean | undefined =>
  key === undefined ? undefined : /^(sk|rk)_live_/.test(key);

type Source = Readonly<Record<string, string | undefined>>;

/** What goes together, beyond what one value can tell by itself. */
function contradictions(env: Env): string[] {
  const problems: string[] = [];
  const keyIsLive = isLive(env.STRIPE_SECRET_KEY);
  if (env.NODE_ENV === 'production') {
    if (!env.DATABASE_URL) problems.push('DATABASE_URL: required in production');
    if (!env.STRIPE_SECRET_KEY) problems.push('STRIPE_SECRET_KEY: required in production');
    if (env.STRIPE_API_BASE && isInClear(env.STRIPE_API_BASE)) {
      problems.push('STRIPE_API_BASE: the key would travel in clear, use https');
    }
    if (env.STRIPE_WEBHOOK_SECRET.length + env.STRIPE_CONNECT_WEBHOOK_SECRET.length === 0) {
      problems.push('STRIPE_WEBHOOK_SECRET: required in production (or STRIPE_CONNECT_WEBHOOK_SECRET)');
    }
  }
  if (env.ROLE !== 'all') {
    if (!env.REDIS_URL) problems.push(`REDIS_URL: required with ROLE=${env.ROLE} (processes meet in Redis)`);
    if (!env.DATABASE_URL) problems.push(`DATABASE_URL: required with ROLE=${env.ROLE} (processes share it)`);
  }
  if (env.LIVEMODE !== undefined && keyIsLive !== undefined && env.LIVEMODE !== keyIsLive) {
    problems.push('LIVEMODE: contradicts the mode of STRIPE_SECRET_KEY');
  }
  problems.push(...authProblems(env), ...notificationProblems(env), ...tracingProblems(env), ...privacyProblems(env));
  return problems;
}

/**
 * The only reader of the environment. An empty value counts as unset.
 *
 * @throws {ConfigurationError} with every problem, by name, and without any value.
 */
export function loadEnv(source: Source = process.env): Env {
  const named = Object.keys(schema.shape).map((name) => [name, source[name] === '' ? undefined : source[name]]);
  const parsed = schema.safeParse(Object.fromEntries(named));
  const problems = parsed.success
    ? contradictions(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path[0]?.toString() ?? ''}: ${issue.message}`);
  if (parsed.success && problems.length === 0) return parsed.data;
  const text = `The configuration has problems:\n${problems.map((line) => `  - ${line}`).join('\n')}`;
  throw new ConfigurationError(text, undefined, problems);
}

/** The mode this process is in: told by LIVEMODE, else by the key; undefined without either (development). */
export function livemodeOf(env: Env): boolean | undefined {
  return env.LIVEMODE ?? isLive(env.STRIPE_SECRET_KEY);
}
