import { Stripe } from 'stripe';
import type { StripeSandbox } from '../sandbox.js';

/** The official SDK, talking to the sandbox. */
export function clientOf(sandbox: StripeSandbox): Stripe {
  const { apiKey, port } = sandbox;
  return new Stripe(apiKey, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 });
}

/** The error that the API answers with. */
export async function refusal(work: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const outcome: unknown = await work.catch((error: unknown) => error);
  if (outcome instanceof Stripe.errors.StripeError) return outcome;
  throw new Error(`not refused: ${JSON.stringify(outcome)}`);
}

/** The id of a field that may be expanded. */
export function idOf(field: string | { id: string } | null | undefined): string {
  if (!field) throw new Error('There is no such object.');
  return typeof field === 'string' ? field : field.id;
}

export async function monthlyPrice(stripe: Stripe, amount = 2_000): Promise<string> {
  const product = await stripe.products.create({ name: 'Plan', metadata: { features: 'a,b' } });
  const recurring = { interval: 'month' } as const;
  const price = await stripe.prices.create({ product: product.id, currency: 'USD', unit_amount: amount, recurring });
  return price.id;
}
