import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { columnsOf, DataTable } from '../../list/data-table.js';
import { useSession } from '../../session/session.js';
import { Id } from '../../show/id.js';
import { Time } from '../../show/time.js';
import type { Customer } from './customers.queries.js';
import { Anchor } from './references.js';
import { isHoldKind, ReleaseHoldDialog } from './release-hold-dialog.js';

export type Hold = Customer['holds'][number];
type Refusal = Customer['refusals']['data'][number];

const hold = columnsOf<Hold>();

const HOLDS = [
  hold.accessor('since', {
    header: 'Since',
    meta: { isNarrow: true },
    cell: ({ row: { original } }) => (
      <div>
        <Anchor id={original.id} />
        <Time at={original.since} isInTable />
      </div>
    ),
  }),
  hold.accessor('id', { header: 'Hold', cell: ({ row }) => <Id id={row.original.id} isInTable /> }),
  hold.accessor('kind', { header: 'Because of', cell: ({ row }) => row.original.kind.replaceAll('_', ' ') }),
  hold.accessor('actions', {
    header: 'Keeps from',
    cell: ({ row: { original } }) =>
      `${original.actions.join(' and ')}${original.effect === 'refuse' ? ', for good' : ''}`,
  }),
  hold.accessor('charge', { header: 'Charge', cell: ({ row }) => <Id id={row.original.charge} isInTable /> }),
];

interface HoldsProps {
  readonly holds: readonly Hold[];
  readonly account: string | null;
  readonly tenant: string | null;
}

/** What keeps the customer from buying. A rule is released for its tenant; one that refuses is ended, not released. */
export function Holds({ holds, account, tenant }: HoldsProps) {
  // Holds are released in the account that one acts for: one's own, or the one that one is bound to.
  const isMine = useSession().account === (account ?? '');
  const [releasing, setReleasing] = useState<Hold | null>(null);
  const columns = useMemo(() => {
    const isReleasable = ({ effect, kind }: Hold): boolean =>
      isMine && effect === 'hold' && isHoldKind(kind) && (kind !== 'rule' || tenant !== null);
    return hold.columns([
      ...HOLDS,
      hold.display({
        id: 'actions-of',
        header: () => <span className="unseen">What to do</span>,
        cell: ({ row: { original } }) =>
          isReleasable(original) && <Button onClick={() => setReleasing(original)}>Release…</Button>,
      }),
    ]);
  }, [isMine, tenant]);
  return (
    <>
      <DataTable caption="Holds" columns={columns} rows={holds} idOf={({ id }) => id} empty={null} />
      <ReleaseHoldDialog releasing={releasing} tenant={tenant} onClose={() => setReleasing(null)} />
    </>
  );
}

const refusal = columnsOf<Refusal>();

const REFUSALS = refusal.columns([
  refusal.accessor('lastAt', {
    header: 'Last',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.lastAt} isInTable />,
  }),
  refusal.accessor('action', { header: 'Asked for' }),
  refusal.accessor('holds', {
    header: 'Held by',
    cell: ({ row }) => row.original.holds.map(({ kind, id }) => `${kind.replaceAll('_', ' ')} ${id}`).join(', '),
  }),
  refusal.accessor('times', { header: 'Times', meta: { isNumber: true } }),
  refusal.accessor('requestId', {
    header: 'Request',
    cell: ({ row }) => <Id id={row.original.requestId} isInTable />,
  }),
]);

export const Refusals = ({ refusals }: { readonly refusals: readonly Refusal[] }) => (
  <DataTable caption="Refused requests" columns={REFUSALS} rows={refusals} idOf={({ id }) => id} empty={null} />
);
