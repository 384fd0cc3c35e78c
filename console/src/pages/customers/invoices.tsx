import { None } from '../../show/none.js';
import { Time } from '../../show/time.js';
import type { Customer } from './customers.queries.js';
import { moneyColumns, MoneyTable } from './money-table.js';

type Invoice = Customer['invoices']['data'][number];

/** What was tried, and when it is tried again. */
function Attempts({ attemptCount, nextPaymentAttempt }: Invoice) {
  if ((attemptCount ?? 0) === 0 && nextPaymentAttempt === null) return <None />;
  return (
    <span>
      {attemptCount ?? 0}
      {nextPaymentAttempt !== null && (
        <>
          , next <Time at={nextPaymentAttempt} isInTable />
        </>
      )}
    </span>
  );
}

const { created, id, status, amount, display, columns } = moneyColumns<Invoice>('Invoice', {
  paid: 'ok',
  open: 'warn',
  draft: 'waiting',
  uncollectible: 'bad',
  void: 'off',
});

const COLUMNS = columns([
  created,
  display({ id: 'number', header: 'Number', cell: ({ row }) => row.original.number ?? <None text="a draft" /> }),
  id,
  status(),
  display({ id: 'attempts', header: 'Attempts', cell: ({ row }) => <Attempts {...row.original} /> }),
  amount('Total', ({ total }) => total),
  amount('Still due', ({ amountRemaining }) => amountRemaining, true),
]);

export const Invoices = ({ invoices }: { readonly invoices: readonly Invoice[] }) => (
  <MoneyTable name="invoice" columns={COLUMNS} rows={invoices} />
);
