import type { AnswerOf, Call, PathOf } from '../../../client/call.js';
import { ask } from './ask.js';

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

const send = <Answer>(method: 'GET' | 'POST', path: string, { params, body, signal }: Init = {}): Promise<Answer> =>
  ask(method, filled(path, params?.path), { query: params?.query, body, signal });

/**
 * The API as openapi.json describes it, asked as whoever is signed in: paths, parameters, bodies and answers are typed.
 * All throw ProblemError.
 */
export const api: { readonly get: Call<'get'>; readonly post: Call<'post'> } = {
  get: (path, ...[init]) => send('GET', path, init),
  post: (path, ...[init]) => send('POST', path, init),
};

/** What an operation answers: `Read<'/operations/overview'>`. */
export type Read<Path extends PathOf<'get'>> = AnswerOf<'get', Path>;

/** Likewise of what is asked for by POST. */
export type Asked<Path extends PathOf<'post'>> = AnswerOf<'post', Path>;
