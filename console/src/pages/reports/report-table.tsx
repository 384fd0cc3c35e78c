import { useMemo } from 'react';
import { amountText } from '../../format/money.js';
import { countText, shareText } from '../../format/number.js';
import { columnsOf, DataTable } from '../../list/data-table.js';
import { None } from '../../show/none.js';
import { Empty } from '../../tell/empty.js';
import type { Report, ReportColumn } from './report.js';
import type { Row } from './reports.queries.js';

const column = columnsOf<Row>();

function Cell({ row, name, kind }: ReportColumn & { readonly row: Row }) {
  const figure = row[name];
  if (figure === null || figure === undefined) return <None />;
  if (kind === 'money') return amountText(figure, String(row['currency']));
  if (kind === 'count') return countText(Number(figure));
  if (kind === 'share') return shareText(Number(figure));
  return name === 'currency' ? String(figure).toUpperCase() : String(figure);
}

/** One row for each period and currency; amounts in the currency's own decimals, and its name once. */
export function ReportTable({ report, rows }: { readonly report: Report; readonly rows: readonly Row[] }) {
  const columns = useMemo(
    () =>
      column.columns(
        report.columns.map((one) =>
          column.display({
            id: one.name,
            header: one.header,
            meta: one.kind === 'text' ? { isNarrow: true } : { isNumber: true },
            cell: ({ row }) => <Cell row={row.original} {...one} />,
          }),
        ),
      ),
    [report],
  );
  return (
    <DataTable
      caption={report.title}
      columns={columns}
      rows={rows}
      idOf={(row) => report.columns.flatMap(({ name, kind }) => (kind === 'text' ? [String(row[name])] : [])).join(' ')}
      empty={<Empty title="Nothing in this time" />}
    />
  );
}
