import { Checkbox } from '@mantine/core';
import {
  createColumnHelper,
  rowSelectionFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type RowSelectionState,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';
import classes from './list.module.css';

/** What a column says of itself, besides its content. */
interface ColumnLook {
  /** Numbers, amounts and times of one kind: their digits stand under one another. */
  readonly isNumber?: boolean;
  /** As narrow as its content. */
  readonly isNarrow?: boolean;
  /** Left out on a narrow screen: what the row's own page says too. */
  readonly isMinor?: boolean;
}

const features = tableFeatures({ rowSelectionFeature });

declare module '@tanstack/table-core' {
  // oxlint-disable-next-line typescript/no-unused-vars -- merged with the library's own, which has these parameters
  interface ColumnMeta<in out TFeatures, in out TData, TValue> extends ColumnLook {}
}

export type Column<Row extends object> = ColumnDef<typeof features, Row>;

/** `columnsOf<Row>()` has `accessor` and `display`, as TanStack Table does; gather them with its `columns([…])`. */
export const columnsOf = <Row extends object>() => createColumnHelper<typeof features, Row>();

interface Selection {
  /** Ids of rows. */
  readonly chosen: RowSelectionState;
  readonly onChange: (chosen: RowSelectionState) => void;
}

interface DataTableProps<Row extends object> {
  /** For screen readers: what the rows are. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly selection?: Selection;
  /** In its place when there are no rows. */
  readonly empty: ReactNode;
}

const NONE: RowSelectionState = {};

/** Rows of one kind. Below 40em each row is a small block, its columns one under another with their names. */
export function DataTable<Row extends object>({ caption, columns, rows, idOf, selection, empty }: DataTableProps<Row>) {
  const table = useTable({
    features,
    columns: [...columns],
    data: [...rows],
    getRowId: idOf,
    state: { rowSelection: selection?.chosen ?? NONE },
    onRowSelectionChange: (change) =>
      selection?.onChange(typeof change === 'function' ? change(selection.chosen) : change),
  });
  if (rows.length === 0) return empty;
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <caption className="unseen">{caption}</caption>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {selection && (
                <th scope="col" className={classes.choice}>
                  <Checkbox
                    size="xs"
                    aria-label="Choose all on this page"
                    checked={table.getIsAllRowsSelected()}
                    indeterminate={table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()}
                    onChange={table.getToggleAllRowsSelectedHandler()}
                  />
                </th>
              )}
              {group.headers.map((header) => (
                <th key={header.id} scope="col" data-number={header.column.columnDef.meta?.isNumber}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id}>
              {selection && (
                <td className={classes.choice}>
                  <Checkbox
                    size="xs"
                    aria-label={`Choose ${row.id}`}
                    checked={row.getIsSelected()}
                    onChange={row.getToggleSelectedHandler()}
                  />
                </td>
              )}
              {row.getAllCells().map((cell) => {
                const { header, meta } = cell.column.columnDef;
                return (
                  <td
                    key={cell.id}
                    data-number={meta?.isNumber}
                    data-narrow={meta?.isNarrow}
                    data-minor={meta?.isMinor}
                    data-name={typeof header === 'string' ? header : undefined}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
