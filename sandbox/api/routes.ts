import type { Request, Response, Router } from 'express';
import { currentLinks, withLinks } from '../engine/links.js';
import type { Store } from '../engine/store.js';
import type { Fields } from '../objects/event.js';
import type { StripeObject } from '../objects/stripe-object.js';
import { hash, isHash } from '../previous-attributes.js';
import { dataOf } from '../versions/move.js';
import { renderObject } from '../versions/render.js';
import { answer, errorBody } from './answer.js';
import type { ApiContext } from './api-context.js';
import { expandPath } from './expand.js';
import { IdempotencyKeys } from './idempotency.js';
import { createdWithin, listPage } from './list-page.js';
import { readParams } from './params.js';

export interface Call {
  /** The `:id` of the path, or empty. */
  readonly id: string;
  readonly params: Record<string, unknown>;
}

type Handler = (call: Call) => unknown;

/** Tells whether an object passes the filter of this name; without one, equality with the field of the same name. */
export type Filters<T> = Readonly<Record<string, (object: T, wanted: unknown) => boolean>>;

const PAGING = new Set(['limit', 'starting_after', 'ending_before', 'created', 'expand']);

/** Routes of the API: parameters read, events attributed to the request, answers expanded and rendered in its version. */
export class Routes {
  private readonly keys = new IdempotencyKeys();

  constructor(
    private readonly router: Router,
    readonly api: ApiContext,
  ) {}

  get(path: string, handler: Handler): void {
    this.router.get(path, (request, response) => this.run(request, response, handler));
  }

  post(path: string, handler: Handler): void {
    this.router.post(path, (request, response) => this.run(request, response, handler));
  }

  delete(path: string, handler: Handler): void {
    this.router.delete(path, (request, response) => this.run(request, response, handler));
  }

  /**
   * @param all oldest first; the answer is newest first, as at Stripe
   * @param show what becomes of each object on the page
   */
  list<T extends { id: string }>(
    path: string,
    all: (call: Call) => readonly T[],
    filters: Filters<T> = {},
    show: (object: T) => unknown = (object) => object,
  ): void {
    this.get(path, (call) => {
      const wanted = Object.entries(call.params).filter(([name]) => !PAGING.has(name));
      const passing = all(call).filter((object) => {
        const fields = hash(object);
        const inTime = createdWithin(Number(fields['created'] ?? 0), call.params['created']);
        return inTime && wanted.every(([name, value]) => (filters[name] ?? equals(name))(object, value));
      });
      const page = listPage(path.replace(':id', call.id), passing, call.params);
      return { ...page, data: page.data.map(show) };
    });
  }

  private run(request: Request, response: Response, handler: Handler): void {
    const key = request.method === 'POST' ? request.get('Idempotency-Key') : undefined;
    const fingerprint = `${request.originalUrl} ${JSON.stringify(request.body ?? null)}`;
    try {
      const saved = key && this.keys.find(key, fingerprint);
      if (saved) {
        response.set('Idempotent-Replayed', 'true');
        answer(response, saved.status, saved.body);
        return;
      }
    } catch (error) {
      const refused = errorBody(error);
      answer(response, refused.status, refused.body);
      return;
    }
    const { status, body } = this.perform(request, response, handler, key ?? null);
    if (key) this.keys.save(key, { fingerprint, status, body });
    answer(response, status, body);
  }

  private perform(
    request: Request,
    response: Response,
    handler: Handler,
    key: string | null,
  ): { status: number; body: unknown } {
    const { record } = this.api.engine;
    try {
      const { expand, ...params } = readParams({ ...request.query, ...(isHash(request.body) ? request.body : {}) });
      const cause = { id: String(response.getHeader('Request-Id')), idempotency_key: key };
      const result = record.during(cause, () => handler({ id: String(request.params['id'] ?? ''), params }));
      return { status: 200, body: this.render(result, expand, request.get('Stripe-Version')) };
    } catch (error) {
      return errorBody(error);
    }
  }

  private render(result: unknown, expand: unknown, version = this.api.apiVersion): unknown {
    if (!isHash(result) || holdsEvents(result)) return result;
    const { store } = this.api.engine;
    const paths = Array.isArray(expand) ? expand.map(String) : [];
    const relinked = relink(store, result);
    const expanded = paths.reduce<unknown>((value, path) => expandPath(store, value, path.split('.')), relinked);
    return renderObject(hash(expanded), version);
  }
}

/** Events stay in the version in which they were made. */
function holdsEvents(result: Fields): boolean {
  return result['object'] === 'event' || dataOf(result).some(({ object }) => object === 'event');
}

/** With links as of now: the charge that an older version shows has today's refunds in it. */
function relink(store: Store, object: Fields): Fields {
  if (Array.isArray(object['data'])) {
    return { ...object, data: object['data'].map((entry: unknown) => relink(store, hash(entry))) };
  }
  const links = isObject(object) ? currentLinks(store, object) : undefined;
  return links ? withLinks(object, links) : object;
}

function isObject(fields: Fields): fields is Fields & StripeObject {
  return typeof fields['id'] === 'string' && typeof fields['object'] === 'string';
}

function equals(name: string) {
  return (object: object, wanted: unknown): boolean => passes(hash(object)[name], wanted);
}

/** `recurring[interval]=month` looks into the hash. Objects without such a field pass. */
function passes(field: unknown, wanted: unknown): boolean {
  if (isHash(field) && isHash(wanted))
    return Object.entries(wanted).every(([name, value]) => passes(field[name], value));
  return field === undefined || field === wanted;
}
