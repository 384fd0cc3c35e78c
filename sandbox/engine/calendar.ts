import type { Interval, Price } from '../objects/price.js';

const DAY = 86_400;

/**
 * One billing interval later, seconds UTC. Months keep the anchor's day where the month has it, otherwise the last day:
 * 31 January, 28 February, 31 March.
 */
export function addInterval(from: number, interval: Interval, count: number, anchor: number): number {
  if (interval === 'day') return from + count * DAY;
  if (interval === 'week') return from + count * 7 * DAY;
  const start = new Date(from * 1000);
  const months = start.getUTCMonth() + (interval === 'year' ? 12 * count : count);
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), months + 1, 0)).getUTCDate();
  const day = Math.min(new Date(anchor * 1000).getUTCDate(), lastDay);
  return Date.UTC(start.getUTCFullYear(), months, day) / 1000 + (from % DAY);
}

export function nextPeriodEnd(price: Price, from: number, anchor: number): number {
  return addInterval(from, price.recurring?.interval ?? 'month', price.recurring?.interval_count ?? 1, anchor);
}

export function sameInterval(a: Price, b: Price): boolean {
  return a.recurring?.interval === b.recurring?.interval && a.recurring?.interval_count === b.recurring?.interval_count;
}
