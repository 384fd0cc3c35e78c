import { BarChart } from '@mantine/charts';
import { countText } from '../../format/number.js';
import { utcMinute } from '../../format/time.js';
import type { Overview } from './overview.queries.js';
import classes from './overview.module.css';

const SERIES = [
  { name: 'received', label: 'New', color: 'var(--accent)' },
  { name: 'redelivered', label: 'Sent again', color: 'var(--line-strong)' },
  { name: 'refused', label: 'Refused', color: 'var(--bad)' },
];

/** Pixels for the figures beside the bars; the axis ends above the highest one, at a round figure. */
const axisWidth = (highest: number): number => 24 + 8 * countText(Math.ceil(highest * 1.5)).length;

/** The last hour. Who does not see it is told its extent; minutes without a process have no bar. */
export function MinutesChart({ minutes }: { readonly minutes: Overview['eventsPerMinute'] }) {
  const data = minutes.map(({ at, ...counts }) => ({ ...counts, minute: utcMinute(new Date(at)) }));
  const most = Math.max(0, ...minutes.map(({ received }) => received ?? 0));
  const highest = Math.max(
    0,
    ...minutes.map((one) => (one.received ?? 0) + (one.redelivered ?? 0) + (one.refused ?? 0)),
  );
  const refused = minutes.reduce((sum, minute) => sum + (minute.refused ?? 0), 0);
  const label = `Webhooks a minute over the last hour: ${countText(most)} new ones at most, ${countText(refused)} refused.`;
  return (
    <figure className={classes.chart} role="img" aria-label={label}>
      <BarChart
        h={180}
        data={data}
        dataKey="minute"
        type="stacked"
        series={SERIES}
        withLegend
        legendProps={{ verticalAlign: 'top', height: 32 }}
        tickLine="none"
        gridAxis="x"
        xAxisProps={{ interval: 9 }}
        yAxisProps={{ width: axisWidth(highest), allowDecimals: false, tickFormatter: countText }}
        barProps={{ isAnimationActive: false, maxBarSize: 14 }}
        tooltipAnimationDuration={0}
        valueFormatter={countText}
      />
    </figure>
  );
}
