import type { ReactNode } from 'react';
import { counted } from '../../format/number.js';
import { columnsOf, DataTable, type Column } from '../../list/data-table.js';
import { Id } from '../../show/id.js';
import { Money } from '../../show/money.js';
import { None } from '../../show/none.js';
import { eventsOf } from '../../show/paths.js';
import { State, type Tone } from '../../show/state.js';
import { Time } from '../../show/time.js';
import { Anchor } from './references.js';

/** What an invoice and a payment have in common. */
interface Moved {
  readonly id: string;
  readonly createdAt: string | null;
  readonly status: string | null;
}

type Amount = { readonly amount: number; readonly currency: string } | null;

/** Columns that both have. @param name of one of them: `Invoice` */
export const moneyColumns = <Row extends Moved>(name: string, tones: Readonly<Record<string, Tone>>) => {
  const { display, columns } = columnsOf<Row>();
  return {
    display,
    columns,
    created: display({
      id: 'createdAt',
      header: 'Created',
      meta: { isNarrow: true },
      cell: ({ row: { original } }) => (
        <div>
          <Anchor id={original.id} />
          <Time at={original.createdAt} isInTable />
        </div>
      ),
    }),
    id: display({
      id: 'id',
      header: name,
      cell: ({ row }) => <Id id={row.original.id} to={eventsOf(row.original.id)} isInTable />,
    }),
    /** @param more under it */
    status: (more?: (row: Row) => ReactNode) =>
      display({
        id: 'status',
        header: 'Status',
        cell: ({ row: { original } }) => (
          <div>
            <State tone={tones[original.status ?? ''] ?? 'none'}>
              {(original.status ?? 'not told').replaceAll('_', ' ')}
            </State>
            {more?.(original)}
          </div>
        ),
      }),
    /** @param isNoneAtZero where nothing is the rule */
    amount: (header: string, of: (row: Row) => Amount, isNoneAtZero = false) =>
      display({
        id: header,
        header,
        meta: { isNumber: true },
        cell: ({ row }) => {
          const amount = of(row.original);
          return isNoneAtZero && !amount?.amount ? (
            <None />
          ) : (
            <Money amount={amount?.amount} currency={amount?.currency} />
          );
        },
      }),
  };
};

/** A customer's invoices, or payments. @param name of one of them: `invoice` */
export const MoneyTable = <Row extends Moved>({
  name,
  columns,
  rows,
}: {
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}) => (
  <DataTable
    caption={`${counted(rows.length, name)}, newest first`}
    columns={columns}
    rows={rows}
    idOf={({ id }) => id}
    empty={null}
  />
);
