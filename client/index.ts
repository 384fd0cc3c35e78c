import createClient from 'openapi-fetch';
import type { Call, TextCall, Verb } from './call.js';
import { patiently } from './patiently.js';
import { ProblemError } from './problem-error.js';
import type { operations } from './schema.js';

export { ProblemError, type Fault, type ProblemCode } from './problem-error.js';

export interface ClientOptions {
  /** Where the backend is: `https://billing.example.com`. */
  readonly baseUrl: string;
  /**
   * A token of your identity provider, in a browser; an API key, in a backend of yours. A function is asked before each
   * call, so that it can renew what is about to expire.
   */
  readonly token: string | (() => string | Promise<string>);
  /** For which tenant an API key acts, when it is bound to none. A user's token says so itself. */
  readonly tenant?: string;
}

export interface CountinghouseClient {
  readonly get: Call<'get'>;
  /** Sent with an `Idempotency-Key`: `params.header['Idempotency-Key']`, else one of its own for each call. */
  readonly post: Call<'post'>;
  /** As with `post`. */
  readonly patch: Call<'patch'>;
  /** For reports as CSV: `params: { query: { …, format: 'csv' } }`. */
  readonly text: TextCall;
}

/** What an operation answers: `Answer<'getSubscription'>`. */
export type Answer<Operation extends keyof operations> = operations[Operation]['responses'] extends
  { 200: { content: { 'application/json': infer Body } } } | { 201: { content: { 'application/json': infer Body } } }
  ? Body
  : never;

/** The routes as openapi-fetch needs them to send anything: what may be sent is said by {@link Call}. */
type Routes = Record<string, Record<Verb, { responses: { 200: { content: { 'application/json': unknown } } } }>>;
type Sent = Promise<{ data?: unknown; error?: unknown; response: Response }>;
type Send = (path: string, init: { readonly [name: string]: unknown }) => Sent;
type Init = { readonly signal?: AbortSignal | null };
type Read<Body> = (text: string) => Body | undefined;

/**
 * Calls a Countinghouse backend, from a browser or from Node. Answers are typed by its OpenAPI description; everything
 * else is thrown, a refusal as a {@link ProblemError}. What may pass (no connection, 429, 502, 503, 504) is tried three
 * times in all before it is thrown, with the same idempotency key, so that nothing is done twice.
 *
 * ```ts
 * const billing = createCountinghouseClient({ baseUrl: 'https://billing.example.com', token: () => auth.getToken() });
 * const { data: plans } = await billing.get('/stripe/plans');
 * ```
 */
export function createCountinghouseClient({ baseUrl, token, tenant }: ClientOptions): CountinghouseClient {
  const { GET, PATCH, POST } = createClient<Routes>({ baseUrl, credentials: 'omit' });
  const acting = tenant === undefined ? {} : { 'Countinghouse-Tenant': encodeURIComponent(tenant) };

  const ask = async <Body>(send: Send, path: string, init: Init, read: Read<Body>, keyed = {}): Promise<Body> => {
    const bearer = typeof token === 'string' ? token : await token();
    const headers = { ...keyed, ...acting, Authorization: `Bearer ${bearer}` };
    return patiently(async () => {
      const { data, error, response } = await send(path, { ...init, headers, parseAs: 'text' });
      const body = typeof data === 'string' ? read(data) : undefined;
      if (body === undefined) throw new ProblemError(response, error);
      return body;
    }, init.signal);
  };

  return {
    get: (path, ...[init = {}]) => ask(GET, path, init, json),
    post: (path, ...[init = {}]) => ask(POST, path, init, json, newKey()),
    patch: (path, ...[init = {}]) => ask(PATCH, path, init, json, newKey()),
    text: (path, ...[init = {}]) => ask(GET, path, init, (text) => text),
  };
}

/** 128 random bits. Not `randomUUID`, which browsers keep from pages on plain http. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return { 'Idempotency-Key': Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') };
}

/**
 * Of any type: the description is kept equal to the backend by its tests, and is not checked again here. Undefined when
 * it is no JSON, because something in front of the backend has answered.
 */
function json(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
