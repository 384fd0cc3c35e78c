import { invalidRequest } from '../engine/errors.js';
import type { Fields } from '../objects/event.js';
import type { StripeList } from '../objects/stripe-object.js';
import { isHash } from '../previous-attributes.js';

interface Listed {
  readonly id: string;
}

const LONGEST_PAGE = 100;
const BOUNDS = ['gt', 'gte', 'lt', 'lte'];

/** One page of a list, newest first: at most `limit` (1 to 100, 10 if not given) after or before the named object. */
export function listPage<T extends Listed>(url: string, oldestFirst: readonly T[], query: Fields): StripeList<T> {
  const limit = pageLength(query['limit']);
  const all = [...oldestFirst].reverse();
  const { starting_after: after, ending_before: before } = query;
  if (typeof before === 'string') {
    if (after !== undefined) {
      throw invalidRequest('You may only specify one of these parameters: starting_after, ending_before.');
    }
    const newer = all.slice(0, indexOf(all, before, 'ending_before'));
    return page(url, newer.slice(-limit), newer.length > limit);
  }
  const rest = typeof after === 'string' ? all.slice(indexOf(all, after, 'starting_after') + 1) : all;
  return page(url, rest.slice(0, limit), rest.length > limit);
}

function pageLength(given: unknown): number {
  const limit = Number(given ?? 10);
  const wrong = limit > LONGEST_PAGE ? `less than or equal to ${LONGEST_PAGE}` : 'greater than or equal to 1';
  if (limit >= 1 && limit <= LONGEST_PAGE) return limit;
  const message = `This value must be ${wrong} (it currently is '${limit}').`;
  throw invalidRequest(message, 'limit', 'parameter_invalid_integer');
}

function page<T>(url: string, data: T[], has_more: boolean): StripeList<T> {
  return { object: 'list', data, has_more, url };
}

function indexOf(all: readonly Listed[], id: string, param: string): number {
  const index = all.findIndex((object) => object.id === id);
  if (index === -1) throw invalidRequest(`No such object: '${id}'`, param, 'resource_missing');
  return index;
}

/** `created[gte]=1&created[lt]=2`, and not `recurring[interval]=month`. */
export function isRange(wanted: unknown): wanted is Fields {
  return isHash(wanted) && Object.keys(wanted).every((bound) => BOUNDS.includes(bound));
}

/**
 * `created=n`, or `created[gt|gte|lt|lte]=n`; seconds UTC. What has no such time is in no range.
 *
 * @throws StripeApiError 400 for bounds that are no whole numbers
 */
export function createdWithin(seconds: number | null, range: unknown, param = 'created'): boolean {
  if (range === undefined) return true;
  if (!isHash(range)) return seconds === wholeSeconds(range, param);
  const unknown = Object.keys(range).find((bound) => !BOUNDS.includes(bound));
  if (unknown !== undefined) {
    throw invalidRequest(`Received unknown parameter: ${param}[${unknown}]`, param, 'parameter_unknown');
  }
  return Object.entries(range).every(([bound, given]) => {
    const limit = wholeSeconds(given, `${param}[${bound}]`);
    if (seconds === null) return false;
    if (bound === 'gt') return seconds > limit;
    if (bound === 'gte') return seconds >= limit;
    return bound === 'lt' ? seconds < limit : seconds <= limit;
  });
}

function wholeSeconds(given: unknown, param: string): number {
  if (/^\d+$/.test(String(given))) return Number(given);
  throw invalidRequest(`Invalid timestamp: must be an integer`, param, 'parameter_invalid_integer');
}
