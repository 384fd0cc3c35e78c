import { counted, countText } from '../../format/number.js';
import { columnsOf, DataTable } from '../../list/data-table.js';
import { Id } from '../../show/id.js';
import { State, type Tone } from '../../show/state.js';
import { Time } from '../../show/time.js';
import type { Run } from './runs.queries.js';

type Verified = NonNullable<Run['verify']>;
type Reconciled = NonNullable<Run['reconcile']>;

const TONES: Readonly<Record<Run['state'], Tone>> = {
  running: 'waiting',
  done: 'ok',
  failed: 'bad',
  stopped: 'off',
  lost: 'warn',
};

/** Figures that are not 0: `2 missed`. */
const found = (figures: Readonly<Record<string, number>>): string[] =>
  Object.entries(figures).flatMap(([what, count]) => (count > 0 ? [`${countText(count)} ${what}`] : []));

function verifyResult({ checked, different, gone, repaired, failed, refused, removalStopped }: Verified): string {
  const others = found({ different, gone, repaired, failed, 'may not be read': refused });
  const stopped = removalStopped ? ['so many are gone that none was marked: is it the right key?'] : [];
  return [`${counted(checked, 'row')} compared`, ...others, ...stopped].join(', ');
}

function reconcileResult({ listed, missed, late, failing, silent }: Reconciled): string {
  const others = found({ missed, late, 'accounts failing': failing, 'accounts without webhooks': silent });
  return [`${counted(listed, 'event')} listed`, ...others].join(', ');
}

/** What a run has come to, or why it has not. */
function resultOf({ error, verify, reconcile }: Run): string {
  if (error !== null) return error;
  if (verify) return verifyResult(verify);
  return reconcile ? reconcileResult(reconcile) : '';
}

const column = columnsOf<Run>();

const COLUMNS = column.columns([
  column.accessor('startedAt', {
    header: 'Started',
    meta: { isNarrow: true },
    cell: ({ row }) => <Time at={row.original.startedAt} isInTable />,
  }),
  column.accessor('kind', { header: 'What', meta: { isNarrow: true } }),
  column.accessor('state', {
    header: 'State',
    meta: { isNarrow: true },
    cell: ({ row: { original } }) => <State tone={TONES[original.state]}>{original.state}</State>,
  }),
  column.display({ id: 'result', header: 'Result', cell: ({ row }) => resultOf(row.original) }),
  column.accessor('reason', { header: 'Reason' }),
  column.accessor('askedBy', {
    header: 'By',
    meta: { isNarrow: true },
    cell: ({ row }) => <Id id={row.original.askedBy.id} isInTable />,
  }),
]);

export const RunTable = ({ runs }: { readonly runs: readonly Run[] }) => (
  <DataTable
    caption="Runs that were asked for, newest first"
    columns={COLUMNS}
    rows={runs}
    idOf={({ id }) => id}
    empty={null}
  />
);
