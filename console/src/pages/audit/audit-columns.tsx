import { columnsOf } from '../../list/data-table.js';
import { Id } from '../../show/id.js';
import { customerPath, eventPath } from '../../show/paths.js';
import { State, type Tone } from '../../show/state.js';
import { Time } from '../../show/time.js';
import type { AuditEntry } from './audit.queries.js';
import { Change } from './change.js';

const TONES: Readonly<Record<NonNullable<AuditEntry['outcome']>, Tone>> = {
  requested: 'waiting',
  done: 'ok',
  refused: 'off',
  unknown: 'warn',
};

/** Objects that the console has a page about. */
function pageOf({ account, object: { type, id } }: AuditEntry): { to?: string } {
  if (type === 'event') return { to: eventPath(id) };
  return type === 'customer' ? { to: customerPath({ id, account: account || null }) } : {};
}

const column = columnsOf<AuditEntry>();

export const AUDIT_COLUMNS = column.columns([
  column.accessor('at', {
    header: 'When',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.at} isInTable />,
  }),
  column.accessor('actor', {
    header: 'Who',
    cell: ({ row: { original } }) =>
      original.actor.kind === 'system' && original.actor.id === 'countinghouse' ? (
        <span className="muted">Countinghouse itself</span>
      ) : (
        <Id id={original.actor.id} isInTable />
      ),
    meta: { isNarrow: true },
  }),
  column.accessor('action', { header: 'Action', cell: ({ row }) => <code>{row.original.action}</code> }),
  column.accessor('object', {
    header: 'Object',
    meta: { isNarrow: true },
    cell: ({ row: { original } }) => <Id id={original.object.id} isInTable {...pageOf(original)} />,
  }),
  column.accessor('tenant', { header: 'Tenant', cell: ({ row }) => <Id id={row.original.tenant} isInTable /> }),
  column.accessor('outcome', {
    header: 'Outcome',
    meta: { isNarrow: true },
    cell: ({ row: { original } }) => (
      <State tone={original.outcome === null ? 'ok' : TONES[original.outcome]}>{original.outcome ?? 'done'}</State>
    ),
  }),
  column.accessor('after', {
    header: 'What changed',
    cell: ({ row: { original } }) => <Change before={original.before} after={original.after} />,
  }),
]);
