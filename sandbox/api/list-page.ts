import { invalidRequest } from '../engine/errors.js';
import type { Fields } from '../objects/event.js';
import type { StripeList } from '../objects/stripe-object.js';
import { isHash } from '../previous-attributes.js';

interface Listed {
  readonly id: string;
}

/** One page of a list, newest first: at most `limit` (1 to 100, 10 if not given) after or before the named object. */
export function listPage<T extends Listed>(url: string, oldestFirst: readonly T[], query: Fields): StripeList<T> {
  const limit = Number(query['limit'] ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw invalidRequest('limit must be an integer from 1 to 100.', 'limit', 'parameter_invalid_integer');
  }
  const all = [...oldestFirst].reverse();
  const { starting_after: after, ending_before: before } = query;
  if (typeof before === 'string') {
    const newer = all.slice(0, indexOf(all, before, 'ending_before'));
    return page(url, newer.slice(-limit), newer.length > limit);
  }
  const rest = typeof after === 'string' ? all.slice(indexOf(all, after, 'starting_after') + 1) : all;
  return page(url, rest.slice(0, limit), rest.length > limit);
}

function page<T>(url: string, data: T[], has_more: boolean): StripeList<T> {
  return { object: 'list', data, has_more, url };
}

function indexOf(all: readonly Listed[], id: string, param: string): number {
  const index = all.findIndex((object) => object.id === id);
  if (index === -1) throw invalidRequest(`No such object: '${id}'`, param, 'resource_missing');
  return index;
}

/** `created=n`, or `created[gt|gte|lt|lte]=n`; seconds UTC. */
export function createdWithin(created: number, range: unknown): boolean {
  if (range === undefined) return true;
  if (!isHash(range)) return created === Number(range);
  const { gt, gte, lt, lte } = range;
  return (
    (gt === undefined || created > Number(gt)) &&
    (gte === undefined || created >= Number(gte)) &&
    (lt === undefined || created < Number(lt)) &&
    (lte === undefined || created <= Number(lte))
  );
}
