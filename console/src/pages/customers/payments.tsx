import { counted } from '../../format/number.js';
import { columnsOf, DataTable } from '../../list/data-table.js';
import { Id } from '../../show/id.js';
import { Money } from '../../show/money.js';
import { None } from '../../show/none.js';
import { State, type Tone } from '../../show/state.js';
import { Time } from '../../show/time.js';
import type { Customer } from './customers.queries.js';
import { Anchor } from './references.js';

type Payment = Customer['payments']['data'][number];

const TONES: Readonly<Record<string, Tone>> = {
  succeeded: 'ok',
  processing: 'waiting',
  requires_capture: 'waiting',
  requires_action: 'waiting',
  requires_payment_method: 'warn',
  canceled: 'off',
};

/** `insufficient_funds`: the bank's word where it has one. */
const failureOf = ({ failureCode, declineCode }: Payment): string | null => declineCode ?? failureCode;

/** `visa 4242`. */
const meansOf = ({ type, brand, last4 }: Payment): string => [brand ?? type, last4].filter(Boolean).join(' ');

const column = columnsOf<Payment>();

const COLUMNS = column.columns([
  column.accessor('createdAt', {
    header: 'Created',
    meta: { isNarrow: true },
    cell: ({ row: { original } }) => (
      <div>
        <Anchor id={original.id} />
        <Time at={original.createdAt} isInTable />
      </div>
    ),
  }),
  column.accessor('id', {
    header: 'Payment',
    cell: ({ row }) => (
      <Id id={row.original.id} to={`/events?object=${encodeURIComponent(row.original.id)}`} isInTable />
    ),
  }),
  column.accessor('status', {
    header: 'Status',
    cell: ({ row: { original } }) => (
      <div>
        <State tone={TONES[original.status ?? ''] ?? 'none'}>
          {(original.status ?? 'not told').replaceAll('_', ' ')}
        </State>
        {failureOf(original) !== null && <div className="muted">{failureOf(original)?.replaceAll('_', ' ')}</div>}
        {original.disputed && (
          <div>
            <State tone="bad">disputed</State>
          </div>
        )}
      </div>
    ),
  }),
  column.display({ id: 'means', header: 'Paid with', cell: ({ row }) => meansOf(row.original) || <None /> }),
  column.accessor('amount', {
    header: 'Amount',
    meta: { isNumber: true },
    cell: ({ row: { original } }) => <Money amount={original.amount?.amount} currency={original.amount?.currency} />,
  }),
  column.accessor('amountRefunded', {
    header: 'Refunded',
    meta: { isNumber: true },
    cell: ({ row: { original } }) =>
      original.amountRefunded?.amount ? (
        <Money amount={original.amountRefunded.amount} currency={original.amountRefunded.currency} />
      ) : (
        <None />
      ),
  }),
]);

export const Payments = ({ payments }: { readonly payments: readonly Payment[] }) => (
  <DataTable
    caption={`${counted(payments.length, 'payment')}, newest first`}
    columns={COLUMNS}
    rows={payments}
    idOf={({ id }) => id}
    empty={null}
  />
);
