import type { SandboxEvent } from '../../../sandbox/objects/event.js';
import { at, isHash, listAt, type Column } from '../columns/column.js';
import { COLUMNS, mirrorOf, type Table } from '../columns/mirrors.js';
import { expectedState, isDeletion } from '../expected-state.js';
import { alone, type OddCase, type Outcome } from './odd-case.js';
import { DEAD, ODD_VALUES } from './odd-values.js';

/** A copy with another value at a path; null where the path leads through nothing. */
export function withValue(object: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(object)) {
    return object.map((element: unknown, i) => (String(i) === name ? withValue(element, rest, value) : element));
  }
  if (!isHash(object)) return null;
  return { ...object, [name]: withValue(object[name], rest, value) };
}

/** Where a column's field lies in the events of its table, and the table that the event writes. */
interface Place {
  readonly table: Table;
  readonly column: string;
  readonly path: string;
  readonly of: Column;
}

function placesOf(event: SandboxEvent): Place[] {
  const { table, owned } = mirrorOf(event);
  const own = Object.entries(COLUMNS[table]).map(([column, of]) => ({ table, column, of, path: of.path }));
  if (!owned || listAt(event.data.object, owned.path).length !== 1) return own;
  const children = Object.entries(COLUMNS[owned.table]).map(([column, of]) => ({
    table: owned.table,
    column,
    of,
    path: `${owned.path}.0.${of.path}`,
  }));
  return [...own, ...children];
}

const holder = (path: string): string => path.split('.').slice(0, -1).join('.');

/** Whether the event has the hash that holds the field. */
function reaches({ data: { object } }: SandboxEvent, path: string): boolean {
  return holder(path) === '' || isHash(at(object, holder(path)));
}

/**
 * Every column with odd values of its kind, each in an event that has a place for it.
 *
 * @param share each column meets one value in so many, the next column the next ones.
 */
export function oddFields(events: readonly SandboxEvent[], share: number): { cases: OddCase[]; untried: string[] } {
  const cases: OddCase[] = [];
  const tried = new Set<string>();
  for (const event of events) {
    if (isDeletion(event) || event.type === 'invoice.upcoming') continue;
    for (const place of placesOf(event)) {
      const name = `${place.table}.${place.column}`;
      if (place.of.kind === 'derived' || tried.has(name) || !reaches(event, place.path)) continue;
      const turn = tried.size % share;
      tried.add(name);
      cases.push(...oddValuesAt(event, place, place.of.kind).filter((_, i) => i % share === turn));
    }
  }
  const columns = Object.entries(COLUMNS).flatMap(([table, of]) =>
    Object.entries(of).flatMap(([column, { kind }]) => (kind === 'derived' ? [] : [`${table}.${column}`])),
  );
  return { cases, untried: columns.filter((name) => !tried.has(name)) };
}

/** JSON knows -0, but JSON.stringify writes 0. */
const MINUS_ZERO = 'minus zero';

function oddValuesAt(sample: SandboxEvent, place: Place, kind: keyof typeof ODD_VALUES): OddCase[] {
  const path = place.path.replaceAll('?', '');
  return ODD_VALUES[kind].map(([sent, stored]) => {
    const minus = Object.is(sent, -0);
    const object = withValue(sample.data.object, path.split('.'), minus ? MINUS_ZERO : sent);
    if (!isHash(object)) throw new Error(`${path} leads nowhere in ${sample.type}`);
    const event = alone({ ...sample, data: { object } });
    return {
      name: `${sample.type}: ${path} ${minus ? '-0' : JSON.stringify(sent).slice(0, 60)}`,
      eventId: event.id,
      account: event.account,
      body: JSON.stringify(event).replace(`"${MINUS_ZERO}"`, '-0'),
      outcome: outcomeOf(event, place, path, stored),
      sample,
    };
  });
}

function outcomeOf(event: SandboxEvent, { table, column }: Place, path: string, stored: unknown): Outcome {
  if (stored === DEAD) return { kind: 'dead', path: path.replaceAll(/\.(\d+)/g, '[$1]') };
  const state = expectedState(event);
  const [first, ...others] = state[table] ?? [];
  return { kind: 'rows', state: { ...state, [table]: [{ ...first, [column]: stored }, ...others] } };
}
