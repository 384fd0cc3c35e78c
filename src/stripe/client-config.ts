import type Stripe from 'stripe';
import type { Env } from '../config/env.js';

/** Milliseconds that one attempt of a call may take. */
const TIMEOUT = 10_000;

/** How every client of Stripe is made: time-outs, one more attempt, and the address of the sandbox when that is meant. */
export function clientConfig(env: Env): Stripe.StripeConfig {
  const config: Stripe.StripeConfig = { timeout: TIMEOUT, maxNetworkRetries: 1, telemetry: false };
  if (!env.STRIPE_API_BASE) return config;
  const { hostname, port, protocol } = new URL(env.STRIPE_API_BASE);
  const https = protocol === 'https:';
  return { ...config, host: hostname, port: port || (https ? 443 : 80), protocol: https ? 'https' : 'http' };
}
