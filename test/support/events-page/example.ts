import type { SandboxEvent } from '../../../sandbox/objects/event.js';
import { isHash } from '../columns/column.js';
import { COLUMNS, mirrorOf, tablesOf, type Mirror } from '../columns/mirrors.js';

const LONGEST_TEXT = 70;
/** How deep a list's element or a hash is shown. */
const DEEPEST = 3;
/** Fields of columns that are made of more than one, and those that name the object. */
const ALWAYS = 'id object metadata parent pricing price promotion source payment_method_details card us_bank_account'
  .concat(' owner restrictions default_settings current_phase discount balance_transactions net period total_taxes')
  .split(' ');

/** The event as a reader wants to see it: the fields that are read, without null and empty, and of each list one element. */
export function exampleOf(event: SandboxEvent): string {
  const { id, type, created, api_version, data } = event;
  const read = fieldsRead(event);
  const object = Object.fromEntries(Object.entries(data.object).filter(([name]) => read.has(name)));
  const previous = data.previous_attributes && { previous_attributes: data.previous_attributes };
  return JSON.stringify({ id, type, created, api_version, data: { object: trimmed(object), ...previous } }, null, 2);
}

function fieldsRead(event: SandboxEvent): Set<string> {
  const { owned }: Mirror = mirrorOf(event);
  const paths = tablesOf(event).flatMap((table) => Object.values(COLUMNS[table]).map(({ path }) => path));
  const heads = [...paths, owned?.path ?? ''].map((path) => path.split('.')[0]?.replace('?', '') ?? '');
  return new Set([...ALWAYS, ...heads]);
}

function trimmed(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (Array.isArray(value)) return value.slice(0, 1).map((element) => trimmed(element, depth));
  if (!isHash(value)) return value;
  if (depth === DEEPEST) return {};
  const kept = Object.entries(value).map(([name, inner]): [string, unknown] => [name, trimmed(inner, depth + 1)]);
  return Object.fromEntries(kept.filter(([name, inner]) => !isEmpty(inner) && !/_secret$|_url$|^url$|pdf$/.test(name)));
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
