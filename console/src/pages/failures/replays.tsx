import { Button, Progress } from '@mantine/core';
import { useMemo, useState } from 'react';
import { counted, countText } from '../../format/number.js';
import { columnsOf, DataTable } from '../../list/data-table.js';
import { State } from '../../show/state.js';
import { Time } from '../../show/time.js';
import { Empty } from '../../tell/empty.js';
import type { Replay } from './failures.queries.js';
import { StopDialog } from './stop-dialog.js';
import classes from './failures.module.css';

const column = columnsOf<Replay>();

const WHAT = [
  column.accessor('requestedAt', {
    header: 'Asked for',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.requestedAt} isInTable />,
  }),
  column.accessor('reason', { header: 'Reason' }),
  column.accessor('requestedBy', { header: 'By', cell: ({ row }) => <code>{row.original.requestedBy}</code> }),
  column.accessor('status', {
    header: 'State',
    cell: ({ row: { original } }) =>
      original.status !== 'running' ? (
        <State tone={original.failed > 0 || original.status === 'stopped' ? 'warn' : 'ok'}>{original.status}</State>
      ) : (
        <div className={classes.progress}>
          <State tone="waiting">{`${countText(original.events - original.waiting)} of ${countText(original.events)}`}</State>
          <Progress
            size="xs"
            value={(100 * (original.events - original.waiting)) / Math.max(1, original.events)}
            aria-label="Made due"
          />
        </div>
      ),
  }),
  column.accessor('events', {
    header: 'Events',
    meta: { isNumber: true },
    cell: ({ row }) => countText(row.original.events),
  }),
  column.accessor('settled', {
    header: 'Settled',
    meta: { isNumber: true },
    cell: ({ row }) => countText(row.original.settled),
  }),
  column.accessor('failed', {
    header: 'Failed again',
    meta: { isNumber: true },
    cell: ({ row }) => countText(row.original.failed),
  }),
  column.display({
    id: 'others',
    header: 'Left out',
    meta: { isNumber: true },
    cell: ({ row: { original } }) => {
      const out = original.skipped + original.refused;
      return original.reread > 0
        ? `${countText(out)}, ${counted(original.reread, 'read', 'read')} from Stripe`
        : countText(out);
    },
  }),
];

export function Replays({ replays }: { readonly replays: readonly Replay[] }) {
  const [stopping, setStopping] = useState<Replay | null>(null);
  const columns = useMemo(
    () =>
      column.columns([
        ...WHAT,
        column.display({
          id: 'actions',
          header: () => <span className="unseen">What to do</span>,
          cell: ({ row: { original } }) =>
            original.status === 'running' && <Button onClick={() => setStopping(original)}>Stop…</Button>,
        }),
      ]),
    [],
  );
  return (
    <>
      <DataTable
        caption="Replays, newest first"
        columns={columns}
        rows={replays}
        idOf={({ id }) => id}
        empty={<Empty title="Nothing was replayed yet" />}
      />
      <StopDialog stopping={stopping} onClose={() => setStopping(null)} />
    </>
  );
}
