import { columnsOf, DataTable } from '../../list/data-table.js';
import { Id } from '../../show/id.js';
import { eventsOf } from '../../show/paths.js';
import { Time } from '../../show/time.js';
import type { Difference } from './runs.queries.js';

const column = columnsOf<Difference>();

const COLUMNS = column.columns([
  column.accessor('seenAt', {
    header: 'Last seen so',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.seenAt} isInTable />,
  }),
  column.accessor('type', { header: 'Type' }),
  column.accessor('id', {
    header: 'Object',
    cell: ({ row }) => <Id id={row.original.id} to={eventsOf(row.original.id)} isInTable />,
  }),
  column.accessor('account', { header: 'Account', cell: ({ row }) => <Id id={row.original.account} isInTable /> }),
  column.accessor('fields', {
    header: 'What differs',
    cell: ({ row: { original } }) =>
      original.fields.length === 0 ? 'Stripe has no such object' : <code>{original.fields.join(', ')}</code>,
  }),
]);

export const Differences = ({ differences }: { readonly differences: readonly Difference[] }) => (
  <DataTable
    caption="Rows that are not what Stripe says, the last seen first"
    columns={COLUMNS}
    rows={differences}
    idOf={({ account, type, id }) => [account, type, id].join(' ')}
    empty={null}
  />
);
