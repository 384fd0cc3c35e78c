import { columnsOf } from '../../list/data-table.js';
import { Id } from '../../show/id.js';
import { None } from '../../show/none.js';
import { customerPath } from '../../show/paths.js';
import { Time } from '../../show/time.js';
import type { Found } from './customers.queries.js';
import { SubscriptionState } from './subscription-state.js';

const column = columnsOf<Found>();

export const FOUND_COLUMNS = column.columns([
  column.accessor('id', {
    header: 'Customer',
    cell: ({ row: { original } }) => <Id id={original.id} to={customerPath(original)} isInTable />,
  }),
  column.accessor('email', { header: 'Email', cell: ({ row }) => row.original.email ?? <None /> }),
  column.accessor('tenant', { header: 'Tenant', cell: ({ row }) => <Id id={row.original.tenant} isInTable /> }),
  column.accessor('plan', { header: 'Plan', cell: ({ row }) => row.original.plan ?? <None /> }),
  column.accessor('status', {
    header: 'Subscription',
    cell: ({ row: { original } }) =>
      original.deletedAt === null ? <SubscriptionState status={original.status} /> : 'customer deleted',
  }),
  column.accessor('account', {
    header: 'Account',
    cell: ({ row: { original } }) =>
      original.account === null ? <None text="your own" /> : <Id id={original.account} isInTable />,
  }),
  column.accessor('createdAt', {
    header: 'Created',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.createdAt} isInTable />,
  }),
]);
