import { counted } from '../../format/number.js';
import { columnsOf, DataTable } from '../../list/data-table.js';
import { Id } from '../../show/id.js';
import { Money } from '../../show/money.js';
import { None } from '../../show/none.js';
import { State, type Tone } from '../../show/state.js';
import { Time } from '../../show/time.js';
import type { Customer } from './customers.queries.js';
import { Anchor } from './references.js';

type Invoice = Customer['invoices']['data'][number];

const TONES: Readonly<Record<string, Tone>> = {
  paid: 'ok',
  open: 'warn',
  draft: 'waiting',
  uncollectible: 'bad',
  void: 'off',
};

/** What was tried, and when it is tried again. */
function Attempts({ attemptCount, nextPaymentAttempt }: Invoice) {
  if ((attemptCount ?? 0) === 0 && nextPaymentAttempt === null) return <None />;
  return (
    <span>
      {attemptCount ?? 0}
      {nextPaymentAttempt !== null && (
        <>
          , next <Time at={nextPaymentAttempt} isInTable />
        </>
      )}
    </span>
  );
}

const column = columnsOf<Invoice>();

const COLUMNS = column.columns([
  column.accessor('createdAt', {
    header: 'Created',
    meta: { isNarrow: true },
    cell: ({ row: { original } }) => (
      <div>
        <Anchor id={original.id} />
        <Time at={original.createdAt} isInTable />
      </div>
    ),
  }),
  column.accessor('number', { header: 'Number', cell: ({ row }) => row.original.number ?? <None text="a draft" /> }),
  column.accessor('id', {
    header: 'Invoice',
    cell: ({ row }) => (
      <Id id={row.original.id} to={`/events?object=${encodeURIComponent(row.original.id)}`} isInTable />
    ),
  }),
  column.accessor('status', {
    header: 'Status',
    meta: { isNarrow: true },
    cell: ({ row: { original } }) => (
      <State tone={TONES[original.status ?? ''] ?? 'none'}>{original.status ?? 'not told'}</State>
    ),
  }),
  column.accessor('attemptCount', { header: 'Attempts', cell: ({ row }) => <Attempts {...row.original} /> }),
  column.accessor('total', {
    header: 'Total',
    meta: { isNumber: true },
    cell: ({ row: { original } }) => <Money amount={original.total?.amount} currency={original.total?.currency} />,
  }),
  column.accessor('amountRemaining', {
    header: 'Still due',
    meta: { isNumber: true },
    cell: ({ row: { original } }) =>
      original.amountRemaining?.amount ? (
        <Money amount={original.amountRemaining.amount} currency={original.amountRemaining.currency} />
      ) : (
        <None />
      ),
  }),
]);

export const Invoices = ({ invoices }: { readonly invoices: readonly Invoice[] }) => (
  <DataTable
    caption={`${counted(invoices.length, 'invoice')}, newest first`}
    columns={COLUMNS}
    rows={invoices}
    idOf={({ id }) => id}
    empty={null}
  />
);
