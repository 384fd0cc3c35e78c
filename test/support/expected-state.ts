import type { Fields, SandboxEvent } from '../../sandbox/objects/event.js';
import { at, derived, id, listAt, nothing, olderDiscounts, text, word, type Columns } from './columns/column.js';
import { COLUMNS, mirrorOf, type Table } from './columns/mirrors.js';

export type Row = Record<string, unknown>;
/** The rows of one account by table; only the tables that an object's events write. */
export type State = Record<string, Row[]>;

/** The first version that has `invoice_payment.*`. */
export const BASIL = '2025-03-31.basil';

interface ToldOtherwise {
  readonly before: string;
  readonly columns: Readonly<Partial<Record<Table, Columns>>>;
}

/**
 * What older shapes tell otherwise than the newest; every other column is the same in all versions. Before basil the
 * payment of an invoice and the invoice of a payment stood on the object itself; since then these columns are null and
 * `invoice_payments` has the answer.
 */
const TOLD_OTHERWISE: readonly ToldOtherwise[] = [
  {
    before: BASIL,
    columns: {
      invoices: { payment_intent_id: id('payment_intent'), charge_id: id('charge'), discounts: olderDiscounts },
      charges: { invoice_id: id('invoice') },
      payment_intents: { invoice_id: id('invoice') },
      customers: { discounts: olderDiscounts },
      subscriptions: { discounts: olderDiscounts },
    },
  },
  { before: BASIL, columns: { invoices: { amount_overpaid: derived(() => '0') } } },
  {
    before: '2019-02-19',
    columns: {
      connected_accounts: {
        past_due: derived((account) =>
          at(account, 'verification.disabled_reason') === 'fields_needed'
            ? at(account, 'verification.fields_needed')
            : [],
        ),
        eventually_due: nothing,
        pending_verification: nothing,
      },
    },
  },
  { before: '2018-02-05', columns: { plans: { statement_descriptor: text('statement_descriptor?') } } },
  { before: '2018-10-31', columns: { invoices: { billing_reason: word('billing_reason') } } },
  { before: '2017-12-14', columns: { invoice_lines: { description: text('description') } } },
];

function toldOtherwise(version: string, table: Table, shown: Fields): Row {
  const told = TOLD_OTHERWISE.filter(({ before }) => version < before);
  return Object.fromEntries(told.flatMap(({ columns }) => Object.entries(columnsOf(columns[table] ?? {}, shown))));
}

export const columnsOf = (columns: Columns, object: Fields): Row =>
  Object.fromEntries(Object.entries(columns).map(([column, { of }]) => [column, of(object)]));

export const byId = (rows: Row[]): Row[] => rows.toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));

/** A canceled subscription keeps its row, whatever its last event is called. */
export const isDeletion = ({ type }: SandboxEvent): boolean =>
  type === 'account.application.deauthorized' ||
  (type.endsWith('.deleted') && type !== 'customer.subscription.deleted');

/**
 * The id of the object's row. A discount had none before 2020-08-27, and goes by what it hangs on; an authorization
 * goes by who gave it.
 */
function keyOf({ account }: SandboxEvent, object: Fields, namedBy: string | null): unknown {
  return namedBy === null ? account : (object[namedBy] ?? object['subscription'] ?? object['customer']);
}

/**
 * The rows that an event leaves behind.
 *
 * @param event in the newest shape.
 * @param shown the same event as it was sent.
 */
export function expectedState(event: SandboxEvent, shown: SandboxEvent = event): State {
  const { table, owned, embedded, namedBy = 'id' } = mirrorOf(event);
  const { object } = event.data;
  const state: State = { [table]: [], ...(owned && { [owned.table]: [] }), ...(embedded && { [embedded.table]: [] }) };
  if (event.type === 'invoice.upcoming') return state;
  const key = keyOf(event, shown.data.object, namedBy);
  const mark = { stripe_event_at: new Date(event.created * 1000), stripe_event_id: event.id };
  if (isDeletion(event)) {
    const empty = Object.fromEntries(Object.keys(COLUMNS[table]).map((column) => [column, null]));
    return { ...state, [table]: [{ ...empty, ...mark, id: key, deleted_at: mark.stripe_event_at }] };
  }
  const rowOf = (of: Table, newest: Fields, older: Fields): Row => ({
    ...columnsOf(COLUMNS[of], newest),
    ...toldOtherwise(shown.api_version, of, older),
  });
  state[table] = [{ id: key, ...mark, deleted_at: null, ...rowOf(table, object, shown.data.object) }];
  if (owned) {
    const older = listAt(shown.data.object, owned.path);
    const rows = listAt(object, owned.path).map((child, i) => rowOf(owned.table, child, older[i] ?? {}));
    // what has no id of its own goes by its place
    state[owned.table] = byId(rows.map((row, i) => ({ id: String(i + 1), ...row, parent_id: key })));
  }
  if (embedded && 'refunds' in shown.data.object) {
    const children = listAt(shown.data.object, embedded.path);
    state[embedded.table] = byId(
      children.map((child) => ({
        id: child['id'],
        ...mark,
        deleted_at: null,
        ...columnsOf(COLUMNS[embedded.table], child),
      })),
    );
  }
  return state;
}
