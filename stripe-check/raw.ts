import type { Stripe } from 'stripe';

/** A JSON object of Stripe's, as it came. */
export type Raw = Readonly<Record<string, unknown>>;

export const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws {TypeError} when it is no object. */
export async function read(stripe: Stripe, path: string): Promise<Raw> {
  const answer: unknown = await stripe.rawRequest('GET', path);
  if (!isRaw(answer)) throw new TypeError(`GET ${path} answers no object`);
  return answer;
}

/** The whole list, oldest first. @param path with a query. */
export async function readAll(stripe: Stripe, path: string): Promise<Raw[]> {
  const found: Raw[] = [];
  for (let after = ''; ;) {
    const page = await read(stripe, `${path}&limit=100${after}`);
    const data = Array.isArray(page['data']) ? page['data'].filter(isRaw) : [];
    found.push(...data);
    const last = data.at(-1)?.['id'];
    if (page['has_more'] !== true || typeof last !== 'string') return found.toReversed();
    after = `&starting_after=${last}`;
  }
}
