import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { columnsOf, DataTable } from '../../list/data-table.js';
import { Id } from '../../show/id.js';
import { State, type Tone } from '../../show/state.js';
import { Time } from '../../show/time.js';
import { Empty } from '../../tell/empty.js';
import type { ApiKey } from './keys.queries.js';

const TONES: Readonly<Record<ApiKey['state'], Tone>> = { active: 'ok', expired: 'off', revoked: 'off' };

/** For whom it acts. */
const reachOf = ({ account, tenant }: ApiKey): string =>
  [tenant === null ? 'any tenant' : `tenant ${tenant}`, account].filter(Boolean).join(' of ');

const column = columnsOf<ApiKey>();

const WHAT = [
  column.accessor('name', { header: 'Name', cell: ({ row }) => <strong>{row.original.name}</strong> }),
  column.accessor('id', { header: 'Id', cell: ({ row }) => <Id id={row.original.id} isInTable /> }),
  column.accessor('scopes', { header: 'Scopes', cell: ({ row }) => <code>{row.original.scopes.join(' ')}</code> }),
  column.display({ id: 'reach', header: 'Acts for', cell: ({ row }) => reachOf(row.original) }),
  column.accessor('state', {
    header: 'State',
    meta: { isNarrow: true },
    cell: ({ row: { original } }) => <State tone={TONES[original.state]}>{original.state}</State>,
  }),
  column.accessor('lastUsedAt', {
    header: 'Last used',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.lastUsedAt} never="never" isInTable />,
  }),
  column.accessor('expiresAt', {
    header: 'Ends',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.revokedAt ?? row.original.expiresAt} never="never" isInTable />,
  }),
];

interface KeyTableProps {
  readonly keys: readonly ApiKey[];
  readonly onRevoke: (key: ApiKey) => void;
}

export function KeyTable({ keys, onRevoke }: KeyTableProps) {
  const columns = useMemo(
    () =>
      column.columns([
        ...WHAT,
        column.display({
          id: 'actions',
          header: () => <span className="unseen">What to do</span>,
          cell: ({ row: { original } }) =>
            original.state === 'active' && <Button onClick={() => onRevoke(original)}>Revoke…</Button>,
        }),
      ]),
    [onRevoke],
  );
  return (
    <DataTable
      caption="API keys, newest first"
      columns={columns}
      rows={keys}
      idOf={({ id }) => id}
      empty={<Empty title="There are no keys" />}
    />
  );
}
