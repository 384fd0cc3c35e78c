import { join, resolve } from 'node:path';
import { keptOrMadeSecret } from './config/development-secret.js';
import type { Env } from './config/env.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';

/** What stands in, on a developer's machine, for what production must be given. */
export interface Development {
  readonly env: Env;
  /** Tells a developer what to do next, once the server listens at `url`. */
  readonly announce: (url: string, start: { readonly keyIsUnchecked: boolean }) => void;
  readonly stop: () => Promise<void>;
}

/** Fills in what is missing: a PostgreSQL of our own, and a signing secret that nobody else knows. */
export async function prepareDevelopment(env: Env): Promise<Development> {
  if (env.NODE_ENV === 'production') return { env, announce: () => undefined, stop: () => Promise.resolve() };
  const directory = join(resolve(env.DATA_DIR), 'postgres');
  const database = env.DATABASE_URL ? null : await startEmbeddedPostgres({ directory });
  const secret = await keptOrMadeSecret(env);
  return {
    env: {
      ...env,
      DATABASE_URL: env.DATABASE_URL ?? database?.url,
      STRIPE_WEBHOOK_SECRET: secret ? [secret.value] : env.STRIPE_WEBHOOK_SECRET,
    },
    announce: (url, { keyIsUnchecked }) => {
      const lines = [
        `Countinghouse listens at ${url}`,
        ...(env.ROLE === 'worker' ? [] : [`The console is at ${url}/console, the API's pages are at ${url}/docs`]),
        ...(keyIsUnchecked ? ['Stripe did not say whose STRIPE_SECRET_KEY is: that has not been checked.'] : []),
        ...(database ? [`Its database, for psql: ${database.url}`] : []),
        ...(database?.note ? [database.note] : []),
        ...(secret?.fresh ? [`Signing secret, made for you and shown once: ${secret.value}`] : []),
        ...(secret
          ? [
              `The signing secret is kept in ${secret.file}. To receive test events of your Stripe account instead:`,
              `  stripe listen --forward-to ${url}/webhooks/stripe`,
              'and start again with the secret that it prints:  STRIPE_WEBHOOK_SECRET=whsec_… npm start',
              'Or, without Stripe, signed events of the sandbox, in another terminal:',
              `  WEBHOOK_URL=${url}/webhooks/stripe WEBHOOK_SECRET=$(cat ${secret.file}) npm run sandbox`,
            ]
          : []),
      ];
      if (env.NODE_ENV === 'development') process.stdout.write(`\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`);
    },
    stop: async () => database?.stop(),
  };
}
