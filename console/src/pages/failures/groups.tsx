import { Button } from '@mantine/core';
import { Fragment, useMemo } from 'react';
import { Link } from 'react-router';
import { countText } from '../../format/number.js';
import { columnsOf, DataTable } from '../../list/data-table.js';
import { eventPath } from '../../show/paths.js';
import { State } from '../../show/state.js';
import { Time } from '../../show/time.js';
import { Empty } from '../../tell/empty.js';
import type { FailureGroup } from './failures.queries.js';
import classes from './failures.module.css';

interface GroupsProps {
  readonly groups: readonly FailureGroup[];
  readonly onReplay: (group: FailureGroup) => void;
  readonly onIgnore: (group: FailureGroup) => void;
}

const column = columnsOf<FailureGroup>();

const WHAT = [
  column.accessor('events', {
    header: 'Events',
    meta: { isNumber: true },
    cell: ({ row }) => <strong>{countText(row.original.events)}</strong>,
  }),
  column.accessor('status', {
    header: 'Status',
    meta: { isNarrow: true },
    cell: ({ row: { original } }) => (
      <State tone={original.status === 'dead' ? 'bad' : 'warn'}>{original.status}</State>
    ),
  }),
  column.accessor('error', {
    header: 'What went wrong',
    cell: ({ row: { original } }) => (
      <div className={classes.error}>
        <code>{original.error}</code>
        <span className="muted">
          {original.errorClass} · {original.type}
        </span>
        <span className={classes.samples}>
          {original.sample.map((id, place) => (
            <Fragment key={id}>
              {place > 0 && ' '}
              <Link className="mono" to={eventPath(id)}>
                {id}
              </Link>
            </Fragment>
          ))}
        </span>
      </div>
    ),
  }),
  column.accessor('oldestAt', {
    header: 'Oldest',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.oldestAt} isInTable />,
  }),
  column.accessor('newestAt', {
    header: 'Newest',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.newestAt} isInTable />,
  }),
];

export function Groups({ groups, onReplay, onIgnore }: GroupsProps) {
  const columns = useMemo(
    () =>
      column.columns([
        ...WHAT,
        column.display({
          id: 'actions',
          header: () => <span className="unseen">What to do</span>,
          cell: ({ row: { original } }) => (
            <div className={classes.actions}>
              <Button onClick={() => onReplay(original)}>Replay…</Button>
              <Button onClick={() => onIgnore(original)}>Ignore…</Button>
            </div>
          ),
        }),
      ]),
    [onReplay, onIgnore],
  );
  return (
    <DataTable
      caption="Failed and dead events by what went wrong, most first"
      columns={columns}
      rows={groups}
      idOf={({ status, errorClass, error, type }) => [status, errorClass, error, type].join(' ')}
      empty={<Empty title="Nothing has failed">No event waits for another attempt, and none is dead.</Empty>}
    />
  );
}
