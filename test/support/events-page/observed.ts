import { isDeepStrictEqual } from 'node:util';
import type { SandboxEvent } from '../../../sandbox/objects/event.js';
import type { Backend } from '../backend.js';
import { tablesOf } from '../columns/mirrors.js';
import { ConnectedAccount } from '../connected-account.js';
import type { EventSample } from '../event-samples.js';
import type { Row } from '../expected-state.js';
import { inLanes } from '../in-lanes.js';

/** What an event did to the database of a real backend, seen from outside. */
export interface Observed {
  readonly verdict: string;
  /** Tables with rows that examples of its type wrote, its object's own first. */
  readonly tables: readonly string[];
  /** Tables whose rows were computed from these. */
  readonly derived: readonly string[];
  /** Columns of the object's row that were other values before, as far as it had come without the event. */
  readonly changed: readonly string[];
  readonly deleted: boolean;
}

/** Requests at once. */
const AT_ONCE = 24;

/** Where rows are computed or filled in from others, and never written by an event itself. */
const DERIVED = [
  'tenant_customers',
  'tenants',
  'tenant_changes',
  'price_plans',
  'balance_transactions',
  'payment_follow_ups',
];
const MARK = new Set(['account', 'stripe_event_at', 'stripe_event_id']);

/**
 * Delivers each sample in an account of its own, after all that came before it, and looks before and after. What a type
 * can write and lets be computed is seen of all its examples, told in another account in which nothing else happens: a
 * single one may happen to show less (a subscription that nobody's tenant has).
 */
export async function observe(
  backend: Backend,
  samples: ReadonlyMap<string, EventSample>,
  examples: ReadonlyMap<string, readonly SandboxEvent[]>,
): Promise<Map<string, Observed>> {
  const accounts = new Map([...samples.keys()].map((type) => [type, new ConnectedAccount(backend)]));
  const longest = Math.max(...[...samples.values()].map(({ history }) => history.length));
  const post = (type: string, event: SandboxEvent | undefined) => event && accounts.get(type)?.post(event);
  for (let round = 0; round < longest - 1; round += 1) {
    await inLanes([...samples], AT_ONCE, async ([type, { history }]) => post(type, history.slice(0, -1)[round]));
    await backend.settled(120_000);
  }
  const alone = new Map([...samples.keys()].map((type) => [type, new ConnectedAccount(backend)]));
  const before = await rowsOfAll(backend, samples, accounts);
  await inLanes([...samples], AT_ONCE, async ([type, { event }]) => post(type, event));
  await inLanes([...samples], AT_ONCE, async ([type, { event }]) => {
    for (const one of [event, ...(examples.get(type) ?? [])]) await alone.get(type)?.post(one);
  });
  await backend.settled(120_000);
  const after = await rowsOfAll(backend, samples, accounts);

  const observed = new Map<string, Observed>();
  for (const [type, { event }] of samples) {
    const here = alone.get(type);
    const account = here?.id;
    const written = async (tables: readonly string[]): Promise<string[]> => {
      const counted = await Promise.all(
        tables.map(async (table) => ({ table, rows: await countOf(backend, table, account) })),
      );
      return counted.flatMap(({ table, rows }) => (rows > 0 ? table : []));
    };
    const [log] = await backend.query<{ verdict: string }>(
      'SELECT verdict FROM stripe_event_log WHERE stripe_event_id = $1',
      [here?.idHere(event.id)],
    );
    const [was, is] = [before.get(type), after.get(type)];
    const deleted = is?.['deleted_at'] !== null && is !== undefined;
    observed.set(type, {
      verdict: log?.verdict ?? '',
      tables: await written(tablesOf(event)),
      derived: await written(DERIVED),
      changed: was && is && !deleted ? changedColumns(was, is) : [],
      deleted,
    });
  }
  return observed;
}

const changedColumns = (was: Row, is: Row): string[] =>
  Object.keys(is).filter((column) => !MARK.has(column) && !isDeepStrictEqual(was[column], is[column]));

async function countOf(backend: Backend, table: string, account: unknown): Promise<number> {
  const [row] = await backend.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE account = $1`, [
    account,
  ]);
  return row?.n ?? 0;
}

/** The row of each sample's object, in the account in which its history was told. */
async function rowsOfAll(
  backend: Backend,
  samples: ReadonlyMap<string, EventSample>,
  accounts: ReadonlyMap<string, ConnectedAccount>,
): Promise<Map<string, Row>> {
  const found = new Map<string, Row>();
  for (const [type, { event }] of samples) {
    const [table] = tablesOf(event);
    const query = `SELECT * FROM ${table} WHERE account = $1 AND id = $2`;
    const here = accounts.get(type);
    const [row] = await backend.query<Row>(query, [here?.id, here?.keyHere(event)]);
    if (row) found.set(type, row);
  }
  return found;
}
