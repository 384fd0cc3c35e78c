import type { Request, Response, Router } from 'express';
import type { Store } from '../engine/store.js';
import { executes, type Fault, isAtTheDoor } from '../faults/fault.js';
import { SERVER_ERROR, strike } from '../faults/strike.js';
import type { Fields } from '../objects/event.js';
import type { StripeObject } from '../objects/stripe-object.js';
import { hash, isHash } from '../previous-attributes.js';
import { dataOf } from '../versions/move.js';
import { renderObject } from '../versions/render.js';
import { type Answer, answer, errorBody } from './answer.js';
import type { ApiContext } from './api-context.js';
import { Expansion, readExpand, relink } from './expand.js';
import { FreshLinks } from './fresh-links.js';
import { IdempotencyKeys, type KeyedRequest } from './idempotency.js';
import { byField, type Filters } from './list-filter.js';
import { createdWithin, listPage } from './list-page.js';
import { filtersOf } from './list-params.js';
import { readParams } from './params.js';

export interface Call {
  /** The `:id` of the path, or empty. */
  readonly id: string;
  /** The `:owner` of the path, whose object it is, or empty. */
  readonly owner: string;
  readonly params: Record<string, unknown>;
  /** The version that the request speaks. */
  readonly apiVersion: string;
}

type Handler = (call: Call) => unknown;

/** Routes of the API: parameters read, events attributed to the request, answers expanded and rendered in its version. */
export class Routes {
  /** Each account has routes of its own, and so keys of its own. */
  private readonly keys: IdempotencyKeys;
  private readonly links = new FreshLinks();

  constructor(
    private readonly router: Router,
    readonly api: ApiContext,
  ) {
    this.keys = new IdempotencyKeys(api.engine.clock);
  }

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
      const wanted = filtersOf(path, call.params);
      const passing = all(call).filter((object) => {
        const fields = hash(object);
        const inTime = createdWithin(Number(fields['created'] ?? 0), call.params['created']);
        return inTime && wanted.every(([name, value]) => (filters[name] ?? byField(name))(object, value));
      });
      const page = listPage(path.replace(':id', call.id), passing, call.params);
      return { ...page, data: page.data.map(show) };
    });
  }

  private run(request: Request, response: Response, handler: Handler): void {
    const account = request.get('Stripe-Account') ?? '';
    const fault = this.api.faults.draw({ method: request.method, path: request.path, account });
    try {
      strike(fault, response, this.prepare(request, response, handler, fault));
    } catch (error) {
      const refused = errorBody(error);
      answer(response, refused.status, refused.body);
    }
  }

  /**
   * Takes the `Idempotency-Key`, if there is one, before any of the work.
   *
   * @returns what carries the request out
   * @throws StripeApiError when the key is another request's
   */
  private prepare(request: Request, response: Response, handler: Handler, fault: Fault | undefined): () => Answer {
    const keyed = isAtTheDoor(fault) ? undefined : keyedRequest(request, response);
    const replay = keyed && this.keys.begin(keyed);
    if (replay) return () => replay;
    if (keyed && !executes(fault) && fault?.fault !== 'error') {
      response.once('close', () => this.keys.abandon(keyed));
    }
    return () => {
      const done = executes(fault) ? this.perform(request, response, handler, keyed?.key ?? null) : SERVER_ERROR;
      const told = fault?.fault === 'error' ? SERVER_ERROR : done;
      if (keyed) this.keys.end(keyed, told);
      return told;
    };
  }

  private perform(request: Request, response: Response, handler: Handler, key: string | null): Answer {
    const { record } = this.api.engine;
    const sent = { ...request.query, ...(isHash(request.body) ? request.body : {}) };
    try {
      const { expand, ...params } = readParams(sent);
      const paths = readExpand(expand);
      const cause = { id: String(response.getHeader('Request-Id')), idempotency_key: key };
      const result = record.during(cause, () =>
        handler({
          id: String(request.params['id'] ?? ''),
          owner: String(request.params['owner'] ?? ''),
          params,
          apiVersion: request.get('Stripe-Version') ?? this.api.apiVersion,
        }),
      );
      return { status: 200, body: this.render(result, paths, request.get('Stripe-Version')) };
    } catch (error) {
      const refused = errorBody(error);
      return refused.status === 404 && isNamedBy(sent, refused.body.error['param'])
        ? { ...refused, status: 400 }
        : refused;
    }
  }

  private render(result: unknown, paths: readonly string[], version = this.api.apiVersion): unknown {
    if (!isHash(result) || holdsEvents(result)) return result;
    const { engine } = this.api;
    const expansion = new Expansion(engine, version);
    const rendered = renderObject(relinked(engine.store, result), version);
    return this.links.in(paths.reduce((value, path) => expansion.expand(value, path), rendered));
  }
}

/** GET and DELETE are repeatable as they are: there, Stripe ignores the header. */
function keyedRequest(request: Request, response: Response): KeyedRequest | undefined {
  const key = request.get('Idempotency-Key');
  if (request.method !== 'POST' || !key) return undefined;
  return {
    key,
    path: request.path,
    params: JSON.stringify([request.query, request.body ?? null]),
    requestId: String(response.getHeader('Request-Id')),
  };
}

/** Stripe's 404 is of the object in the address; one that a parameter names, and that is not there, is a 400. */
function isNamedBy(sent: Fields, param: unknown): boolean {
  return typeof param === 'string' && Object.hasOwn(sent, param.replace(/\[.*/, ''));
}

/** Events stay in the version in which they were made. */
function holdsEvents(result: Fields): boolean {
  return result['object'] === 'event' || dataOf(result).some(({ object }) => object === 'event');
}

function relinked(store: Store, object: Fields): Fields {
  if (Array.isArray(object['data'])) {
    return { ...object, data: object['data'].map((entry: unknown) => relinked(store, hash(entry))) };
  }
  return isObject(object) ? relink(store, object) : object;
}

function isObject(fields: Fields): fields is Fields & StripeObject {
  return typeof fields['id'] === 'string' && typeof fields['object'] === 'string';
}
