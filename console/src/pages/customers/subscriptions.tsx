import { amountText } from '../../format/money.js';
import { utcPlain } from '../../format/time.js';
import { columnsOf, DataTable } from '../../list/data-table.js';
import { Id } from '../../show/id.js';
import { None } from '../../show/none.js';
import { eventsOf } from '../../show/paths.js';
import { State } from '../../show/state.js';
import { Time } from '../../show/time.js';
import type { Customer } from './customers.queries.js';
import { Anchor } from './references.js';
import { SubscriptionState } from './subscription-state.js';

type Subscription = Customer['subscriptions']['data'][number];
type Item = Subscription['items'][number];

/** `29.00 USD a month`, `20.00 USD each 3 months`. */
function priceOf({ unitPrice, interval, intervalCount }: Item): string {
  if (unitPrice === null || interval === null) return '';
  const every = (intervalCount ?? 1) === 1 ? `a ${interval}` : `each ${intervalCount} ${interval}s`;
  return `${amountText(unitPrice.amount, unitPrice.currency)} ${unitPrice.currency.toUpperCase()} ${every}`;
}

const Items = ({ items }: { readonly items: readonly Item[] }) => (
  <ul>
    {items.map((item) => (
      <li key={item.id}>
        <strong>{item.plan ?? item.product ?? item.price}</strong>
        {(item.quantity ?? 1) === 1 ? '' : ` × ${item.quantity}`} <span className="muted">{priceOf(item)}</span>
      </li>
    ))}
  </ul>
);

/** When it began to be as it is, or will be something else. */
function End({ trialEnd, cancelAt, endedAt, status }: Subscription) {
  if (endedAt !== null)
    return (
      <span>
        ended <Time at={endedAt} isInTable />
      </span>
    );
  if (cancelAt !== null)
    return (
      <State tone="warn">
        ends <Time at={cancelAt} isInTable />
      </State>
    );
  if (status === 'trialing')
    return (
      <span>
        trial ends <Time at={trialEnd} isInTable />
      </span>
    );
  return <None />;
}

/** Of a period the days are read, not how long ago they were. */
const dayOf = (at: string | null): string => (at === null ? '' : utcPlain(new Date(at)).slice(0, 10));

const column = columnsOf<Subscription>();

const COLUMNS = column.columns([
  column.accessor('id', {
    header: 'Subscription',
    cell: ({ row: { original } }) => (
      <div>
        <Anchor id={original.id} />
        <Id id={original.id} to={eventsOf(original.id)} isInTable />
        {original.counts && <div className="small">the one that counts</div>}
      </div>
    ),
  }),
  column.accessor('status', {
    header: 'Status',
    meta: { isNarrow: true },
    cell: ({ row }) => <SubscriptionState status={row.original.status} />,
  }),
  column.accessor('items', { header: 'Items', cell: ({ row }) => <Items items={row.original.items} /> }),
  column.accessor('currentPeriodStart', {
    header: 'Period, UTC',
    meta: { isNarrow: true },
    cell: ({ row: { original } }) =>
      original.currentPeriodEnd === null ? (
        <None />
      ) : (
        `${dayOf(original.currentPeriodStart)} to ${dayOf(original.currentPeriodEnd)}`
      ),
  }),
  column.display({ id: 'end', header: 'End', meta: { isNarrow: true }, cell: ({ row }) => <End {...row.original} /> }),
  column.accessor('latestInvoice', {
    header: 'Latest invoice',
    cell: ({ row: { original } }) => <Id id={original.latestInvoice} to={eventsOf(original.latestInvoice)} isInTable />,
  }),
]);

const OF_ANOTHER = column.columns([
  ...COLUMNS,
  column.accessor('customer', { header: 'Customer', cell: ({ row }) => <Id id={row.original.customer} isInTable /> }),
]);

interface SubscriptionsProps {
  /** Of all customers of the tenant. */
  readonly subscriptions: readonly Subscription[];
  /** The customer whose page it is: others are named. */
  readonly ofOne: string;
}

export const Subscriptions = ({ subscriptions, ofOne }: SubscriptionsProps) => (
  <DataTable
    caption="Subscriptions, first the one that counts"
    columns={subscriptions.every(({ customer }) => customer === ofOne) ? COLUMNS : OF_ANOTHER}
    rows={subscriptions}
    idOf={({ id }) => id}
    empty={null}
  />
);
