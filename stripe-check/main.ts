/**
 * `npm run test:stripe`, with a test-mode key in STRIPE_SECRET_KEY: the demo's life at the real Stripe, brought by reconcile,
 * compared row by row; and Stripe's own shapes and behaviours with those of the sandbox. STRIPE_API_BASE, as everywhere,
 * leads to another Stripe. Ends with 0, with 3 when there is something to look at, with 2 without a key that can, with 1.
 */
import 'reflect-metadata';
import { Stripe } from 'stripe';
import { clientConfig } from '../src/stripe/client-config.js';
import { loadEnv } from '../src/config/env.js';
import { Backend } from './backend.js';
import { cleanUp } from './cleanup.js';
import { lackingFor, refusalOf } from './key.js';
import type { Left } from './life.js';
import { report, wrongOf } from './report.js';
import { run } from './run.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);
const backend = new Backend();
const left: Left = { prices: [] };
let stripe: Stripe | undefined;
let isClean = true;

async function check(): Promise<number> {
  const { STRIPE_SECRET_KEY: key = '', STRIPE_API_BASE: base } = process.env;
  const refusal = refusalOf(key);
  if (refusal !== null) {
    complain(refusal);
    return 2;
  }
  stripe = new Stripe(key, {
    ...clientConfig(loadEnv({ STRIPE_API_BASE: base })),
    timeout: 60_000,
    maxNetworkRetries: 2,
  });
  const lacking = await lackingFor(stripe, key);
  if (lacking.length > 0) {
    complain(
      `The restricted key may not do all that it takes. It lacks: ${lacking.join(', ')}. A secret key may do it all.`,
    );
    return 2;
  }
  print(`A tenant's life at ${base ?? 'Stripe, in test mode'}:`);
  isClean = false;
  const found = await run({ stripe, key, base }, left, backend, print);
  isClean = true;
  for (const line of report(found)) print(line);
  return wrongOf(found).length === 0 ? 0 : 3;
}

/** What broke off is taken away too. */
async function end(): Promise<void> {
  if (!isClean && stripe) {
    isClean = true;
    for (const line of await cleanUp(stripe, left)) complain(`LEFT BEHIND, take it away in the Dashboard: ${line}`);
  }
  await backend.stop();
}

process.once('SIGINT', () => void end().finally(() => process.exit(130)));
let code = 1;
try {
  code = await check();
} catch (error) {
  const isRefused = error instanceof Stripe.errors.StripeAuthenticationError;
  complain(
    isRefused
      ? `Stripe refuses the key: ${error.message}`
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error),
  );
  if (isRefused) code = 2;
} finally {
  await end();
  process.exit(code);
}
