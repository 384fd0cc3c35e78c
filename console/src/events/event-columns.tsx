import { columnsOf } from '../list/data-table.js';
import { Id } from '../show/id.js';
import { eventPath, eventsOf } from '../show/paths.js';
import { Time } from '../show/time.js';
import { EventState, type EventLine } from './event-state.js';

const column = columnsOf<EventLine>();

/** Of every list of events. */
export const EVENT_COLUMNS = column.columns([
  column.accessor('receivedAt', {
    header: 'Received',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.receivedAt} isInTable />,
  }),
  column.accessor('type', { header: 'Type' }),
  column.accessor('status', {
    header: 'Status',
    cell: ({ row }) => <EventState {...row.original} />,
  }),
  column.accessor('id', {
    header: 'Event',
    cell: ({ row }) => <Id id={row.original.id} to={eventPath(row.original.id)} isInTable />,
  }),
  column.accessor('object', {
    header: 'Object',
    cell: ({ row: { original } }) => <Id id={original.object} to={eventsOf(original.object)} isInTable />,
  }),
  column.accessor('source', { header: 'Brought by', meta: { isMinor: true } }),
]);
