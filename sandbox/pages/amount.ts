import { moneyText } from '../../src/notifications/money.js';
import type { Price } from '../objects/price.js';

/** 1900 usd -> $19.00; 500 jpy -> ¥500; 50000 huf -> HUF 500. @param amount minor units */
export const money = (amount: number, currency: string): string => moneyText(String(amount), currency) ?? '';

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
