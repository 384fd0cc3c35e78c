import { setTimeout as delay } from 'node:timers/promises';

const HOUR = 3_600_000;

/** Waits where the hour is about to turn: what is one thing within an hour would be two. */
export async function withinOneHour(): Promise<void> {
  const left = HOUR - (Date.now() % HOUR);
  if (left < 20_000) await delay(left + 100);
}
