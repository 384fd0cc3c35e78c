import { BarChart } from '@mantine/charts';
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { amountText, decimalsOf } from '../../format/money.js';
import { countText } from '../../format/number.js';
import classes from './reports.module.css';
import type { Report } from './report.js';
import type { Row } from './reports.queries.js';

/** The currency with the largest figures is shown first: amounts of two cannot stand on one axis. */
function currenciesOf(rows: readonly Row[], name: string): string[] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const currency = String(row['currency']);
    sums.set(currency, (sums.get(currency) ?? 0) + Math.abs(Number(row[name] ?? 0)));
  }
  return [...sums].toSorted(([, a], [, b]) => b - a).map(([currency]) => currency);
}

/** One currency over time. The table under it has every figure, so this is a picture of it and nothing else. */
export function ReportChart({ report, rows }: { readonly report: Report; readonly rows: readonly Row[] }) {
  const currencies = currenciesOf(rows, report.chart[0]?.name ?? '');
  const [chosen, setChosen] = useState('');
  const currency = currencies.includes(chosen) ? chosen : currencies[0];
  if (currency === undefined) return null;
  const unit = 10 ** decimalsOf(currency);
  const data = rows
    .filter((row) => row['currency'] === currency)
    .map((row) => ({
      period: String(row['period']),
      // Of bars a pixel is thousands of minor units: here a division may round.
      ...Object.fromEntries(report.chart.map(({ name }) => [name, Number(row[name] ?? 0) / unit])),
    }));
  return (
    <figure className={classes.chart}>
      {currencies.length > 1 ? (
        <NativeSelect
          aria-label="Currency"
          w="6rem"
          value={currency}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={currencies.map((one) => ({ value: one, label: one.toUpperCase() }))}
        />
      ) : (
        <p className="muted">{currency.toUpperCase()}</p>
      )}
      <div role="img" aria-label={`${report.title} in ${currency.toUpperCase()}, a bar for each period of the table`}>
        <BarChart
          h={220}
          data={data}
          dataKey="period"
          series={[...report.chart]}
          withLegend
          legendProps={{ verticalAlign: 'top', height: 32, itemSorter: null }}
          {...(report.isStacked ? { type: 'stacked', barChartProps: { stackOffset: 'sign' } } : {})}
          tickLine="none"
          gridAxis="x"
          yAxisProps={{ width: 64, tickFormatter: countText }}
          barProps={{ isAnimationActive: false, maxBarSize: 24 }}
          tooltipAnimationDuration={0}
          valueFormatter={(value) => amountText(Math.round(value * unit), currency)}
        />
      </div>
    </figure>
  );
}
