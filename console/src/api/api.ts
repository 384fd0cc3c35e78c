import type { AnswerOf, Call, PathOf } from '../../../client/call.js';
import { ask } from './ask.js';
import { once } from './once.js';

/** Of a request that {@link Call} has checked. */
interface Init {
  readonly params?: {
    readonly path?: Readonly<Record<string, unknown>>;
    readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  };
  readonly body?: unknown;
  readonly signal?: AbortSignal | null;
}

/** `/operations/events/{id}` with its id. */
const filled = (path: string, values: Readonly<Record<string, unknown>> = {}): string =>
  path.replace(/\{(\w+)\}/g, (_slot, name: string) => encodeURIComponent(String(values[name])));

function get<Answer>(path: string, { params, signal }: Init = {}): Promise<Answer> {
  return ask('GET', filled(path, params?.path), { query: params?.query, signal });
}

function post<Answer>(path: string, { params, body, signal }: Init = {}): Promise<Answer> {
  const [address, query] = [filled(path, params?.path), params?.query];
  return once(JSON.stringify([address, query, body]), (idempotencyKey) =>
    ask('POST', address, { query, body, idempotencyKey, signal }),
  );
}

/**
 * The API as openapi.json describes it, asked as whoever is signed in: paths, parameters, bodies and answers are typed.
 * All throw ProblemError.
 */
export const api: { readonly get: Call<'get'>; readonly post: Call<'post'> } = {
  get: (path, ...[init]) => get(path, init),
  post: (path, ...[init]) => post(path, init),
};

/** What an operation answers: `Read<'/operations/overview'>`. */
export type Read<Path extends PathOf<'get'>> = AnswerOf<'get', Path>;

/** Likewise of what is asked for by POST. */
export type Asked<Path extends PathOf<'post'>> = AnswerOf<'post', Path>;
