import type { Price } from '../objects/price.js';

/** 1900 usd -> $19.00; 500 jpy -> ¥500. @param amount minor units */
export function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  const { maximumFractionDigits = 2 } = format.resolvedOptions();
  return format.format(amount / 10 ** maximumFractionDigits);
}

/** `$19.00 per month`, `$50.00 every 3 months`, `$25.00`. */
export function priceText({ currency, recurring, unit_amount }: Price): string {
  const amount = money(unit_amount, currency);
  if (!recurring) return amount;
  const { interval, interval_count } = recurring;
  return interval_count === 1 ? `${amount} per ${interval}` : `${amount} every ${interval_count} ${interval}s`;
}

/** @param seconds UTC */
export function day(seconds: number): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(seconds * 1000);
}
