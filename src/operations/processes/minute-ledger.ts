import { sumOf, type Counted } from './counted.js';
import type { CountedMinute } from './process-minutes.repository.js';

/** Minutes that are kept for a database that is away: two hours. Older ones become one, so that nothing is lost. */
const MOST = 120;

const MINUTE = 60_000;

/** The beginning of the minute. Both in milliseconds since 1970. */
const minuteOf = (time: number): number => Math.floor(time / MINUTE) * MINUTE;

/** What a process has counted in minutes that the database does not have, or not whole. */
export class MinuteLedger {
  private readonly minutes = new Map<number, Counted>();
  private latest = -Infinity;

  /** @param time when the counting began, in milliseconds since 1970; after a clock was set back, the last minute goes on. */
  add(time: number, counted: Counted): void {
    const minute = (this.latest = Math.max(this.latest, minuteOf(time)));
    const before = this.minutes.get(minute);
    this.minutes.set(minute, before ? sumOf(before, counted) : counted);
    if (this.minutes.size > MOST) this.shorten();
  }

  open(): CountedMinute[] {
    return [...this.minutes].map(([minute, counted]) => ({ minute: new Date(minute), ...counted }));
  }

  /**
   * What was written is forgotten, but for a minute that more was, or will be, counted in.
   *
   * @param time when the counting began that was not in what was written.
   */
  written(minutes: readonly CountedMinute[], time: number): void {
    for (const { minute } of minutes) if (minute.getTime() < minuteOf(time)) this.minutes.delete(minute.getTime());
  }

  private shorten(): void {
    const [oldest, second] = [...this.minutes];
    if (!oldest || !second) return;
    this.minutes.delete(oldest[0]);
    this.minutes.set(second[0], sumOf(oldest[1], second[1]));
  }
}
