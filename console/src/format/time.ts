const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2026-08-01 12:00:00 UTC`, whatever the browser's zone: what the logs have. */
export const utcText = (time: Date): string => `${utcPlain(time)} UTC`;

/** Without the zone, for columns whose head says it. */
export const utcPlain = (time: Date): string => time.toISOString().slice(0, 19).replace('T', ' ');

/** `12:05`, in UTC. */
export const utcMinute = (time: Date): string => time.toISOString().slice(11, 16);

/** `41 s`, `3 min`, `5 h`, `12 d`: never two units, for columns of them are compared. @param length milliseconds */
export function lengthText(length: number): string {
  if (length < 90 * SECOND) return `${Math.round(length / SECOND)} s`;
  if (length < 90 * MINUTE) return `${Math.round(length / MINUTE)} min`;
  if (length < 48 * HOUR) return `${Math.round(length / HOUR)} h`;
  return `${Math.round(length / DAY)} d`;
}

/** How far `now` may be behind what has happened: the page's tick of 5 s, and clocks that differ. */
const BEHIND = 10 * SECOND;

/** `3 min ago`, `in 5 h`, `now`. What has happened is never told as to come. */
export function relativeText(time: Date, now: Date): string {
  const passed = now.getTime() - time.getTime();
  if (passed < SECOND && passed > -BEHIND) return 'now';
  return passed > 0 ? `${lengthText(passed)} ago` : `in ${lengthText(-passed)}`;
}

/** `8 ms`, `1.2 s`, `3 min`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1) return '< 1 ms';
  if (milliseconds < SECOND) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 10 * SECOND) return `${(milliseconds / SECOND).toFixed(1)} s`;
  return lengthText(milliseconds);
}
