import { InvalidArgumentError } from 'commander';

const DAYS = /^([1-9]\d{0,3})d$/;
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/;
const DAY = 86_400_000;

/** A date (midnight, UTC), a time, or a number of days. @throws {InvalidArgumentError} when it is none, or has passed. */
export function expiryOf(text: string, now = new Date()): Date {
  const days = DAYS.exec(text)?.[1];
  if (days !== undefined) return new Date(now.getTime() + Number(days) * DAY);
  const at = TIME.test(text) ? new Date(text) : now;
  if (at > now) return at;
  throw new InvalidArgumentError('A date or time to come, or a number of days, as in 90d.');
}
