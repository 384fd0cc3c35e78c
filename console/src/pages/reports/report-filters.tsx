import { Button, NativeSelect, TextInput } from '@mantine/core';
import { fromUtc, toUtc } from '../../format/time-input.js';
import { FilterForm } from '../../list/filters.js';
import type { Report } from './report.js';
import type { Filters } from './reports.queries.js';

interface ReportFiltersProps {
  readonly over: Report['over'];
  readonly filters: Filters;
  readonly onChange: (changed: Partial<Filters>) => void;
}

/**
 * What the report is of; the API's own defaults stand where nothing is chosen. Sent by its button: a date that is being
 * typed is in the year 2, then 20, on its way to 2026.
 */
export function ReportFilters({ over, filters, onChange }: ReportFiltersProps) {
  const { from, to, interval, at } = filters;
  return (
    <FilterForm
      key={JSON.stringify(filters)}
      label="Report"
      onSubmit={(text) =>
        onChange(
          over === 'moment'
            ? { at: toUtc(text('at')) }
            : { from: text('from'), to: text('to'), interval: text('interval') },
        )
      }
    >
      {over === 'moment' ? (
        <TextInput label="At, UTC" type="datetime-local" name="at" defaultValue={fromUtc(at)} />
      ) : (
        <>
          <TextInput label="From" type="date" name="from" defaultValue={from} />
          <TextInput label="To" type="date" name="to" defaultValue={to} />
          <NativeSelect
            label="By"
            name="interval"
            defaultValue={interval === '' ? 'month' : interval}
            data={['day', 'week', 'month']}
          />
        </>
      )}
      <Button type="submit" variant="filled">
        Show
      </Button>
    </FilterForm>
  );
}
