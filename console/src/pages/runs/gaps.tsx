import { lengthText } from '../../format/time.js';
import { columnsOf, DataTable } from '../../list/data-table.js';
import { Id } from '../../show/id.js';
import { eventPath } from '../../show/paths.js';
import { State } from '../../show/state.js';
import { Time } from '../../show/time.js';
import type { Gap } from './runs.queries.js';

const column = columnsOf<Gap>();

const COLUMNS = column.columns([
  column.accessor('foundAt', {
    header: 'Found',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.foundAt} isInTable />,
  }),
  column.accessor('type', { header: 'Type' }),
  column.accessor('event', {
    header: 'Event',
    cell: ({ row }) => <Id id={row.original.event} to={eventPath(row.original.event)} isInTable />,
  }),
  column.accessor('account', { header: 'Account', cell: ({ row }) => <Id id={row.original.account} isInTable /> }),
  column.accessor('kind', {
    header: 'How',
    meta: { isNarrow: true },
    cell: ({ row: { original } }) => <State tone={original.kind === 'missed' ? 'warn' : 'off'}>{original.kind}</State>,
  }),
  column.accessor('ageSeconds', {
    header: 'Late by',
    meta: { isNumber: true },
    cell: ({ row }) => lengthText(row.original.ageSeconds * 1_000),
  }),
]);

/** The last ones. */
export const Gaps = ({ gaps }: { readonly gaps: readonly Gap[] }) => (
  <DataTable
    caption="Events that no webhook had brought, the last found first"
    columns={COLUMNS}
    rows={gaps}
    idOf={({ event }) => event}
    empty={null}
  />
);
