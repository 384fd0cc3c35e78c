import { InvalidArgumentError } from 'commander';

const SPAN = /^([1-9]\d{0,4})(m|h|d)$/;
const MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440 };
const DAY = /^\d{4}-\d\d-\d\d$/;
/** As lists show it. */
const UNZONED = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)$/;

/**
 * A time (UTC unless it says otherwise), a date (midnight, UTC), or so long ago (`30m`, `24h`, `7d`): as ISO 8601.
 *
 * @throws {InvalidArgumentError}
 */
export function momentOf(text: string, now = new Date()): string {
  const [, count, unit = ''] = SPAN.exec(text) ?? [];
  if (count !== undefined) {
    return new Date(now.getTime() - Number(count) * (MINUTES[unit] ?? 0) * 60_000).toISOString();
  }
  const zoned = text.replace(UNZONED, '$1T$2Z');
  const at = new Date(DAY.test(zoned) || zoned.includes('T') ? zoned : Number.NaN);
  if (Number.isNaN(at.getTime())) {
    throw new InvalidArgumentError('A time (2026-08-01T12:00:00Z), a date, or so long ago: 30m, 24h, 7d.');
  }
  return at.toISOString();
}
