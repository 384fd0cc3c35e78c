import { None } from '../../show/none.js';
import { State } from '../../show/state.js';
import type { Customer } from './customers.queries.js';
import { moneyColumns, MoneyTable } from './money-table.js';

type Payment = Customer['payments']['data'][number];

/** `insufficient_funds`: the bank's word where it has one. */
const failureOf = ({ failureCode, declineCode }: Payment): string | null => declineCode ?? failureCode;

/** `visa 4242`. */
const meansOf = ({ type, brand, last4 }: Payment): string => [brand ?? type, last4].filter(Boolean).join(' ');

function Trouble({ payment }: { readonly payment: Payment }) {
  return (
    <>
      {failureOf(payment) !== null && <div className="muted">{failureOf(payment)?.replaceAll('_', ' ')}</div>}
      {payment.disputed && (
        <div>
          <State tone="bad">disputed</State>
        </div>
      )}
    </>
  );
}

const { created, id, status, amount, display, columns } = moneyColumns<Payment>('Payment', {
  succeeded: 'ok',
  processing: 'waiting',
  requires_capture: 'waiting',
  requires_action: 'waiting',
  requires_payment_method: 'warn',
  canceled: 'off',
});

const COLUMNS = columns([
  created,
  id,
  status((payment) => <Trouble payment={payment} />),
  display({ id: 'means', header: 'Paid with', cell: ({ row }) => meansOf(row.original) || <None /> }),
  amount('Amount', (payment) => payment.amount),
  amount('Refunded', ({ amountRefunded }) => amountRefunded, true),
]);

export const Payments = ({ payments }: { readonly payments: readonly Payment[] }) => (
  <MoneyTable name="payment" columns={COLUMNS} rows={payments} />
);
