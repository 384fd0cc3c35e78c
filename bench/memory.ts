import type { Contender } from './contender.js';
import { run } from './run.js';
import type { Server } from './server.js';
import type { StripeReads } from './stripe-reads.js';
import { lifeEvents } from './workload.js';

/** Events of one portion; after each, the memory is read. */
const PORTION = 2_500;
const CONNECTIONS = 32;
const MB = 1_048_576;

/**
 * One process, many events: prints its memory after each portion, and the slope of a line through the second half.
 *
 * @throws {Error} when an event was lost.
 */
export async function watchMemory(
  backend: Contender,
  server: Server,
  stripe: StripeReads,
  total: number,
  say: (line: string) => void,
): Promise<void> {
  const samples: { events: number; rss: number; heap: number }[] = [];
  say(`events ${' '.repeat(8)}RSS MB  peak  live heap MB`);
  for (let events = PORTION; events <= total; events += PORTION) {
    const life = lifeEvents(`memory ${events}`, PORTION);
    stripe.know(life);
    const { rssAfter, rssPeak, heapAfter } = await run(backend, server, life, CONNECTIONS);
    const cells = [rssAfter, rssPeak, heapAfter].map((bytes) => (bytes / MB).toFixed(1).padStart(8));
    say(String(events).padEnd(12) + cells.join(''));
    samples.push({ events, rss: rssAfter, heap: heapAfter });
  }
  const half = samples.slice(Math.floor(samples.length / 2));
  const per10k = (of: (sample: { rss: number; heap: number }) => number): string =>
    (slope(half.map((sample) => [sample.events / 10_000, of(sample) / MB])) || 0).toFixed(1);
  say(
    `slope of the second half, MB per 10,000 events: RSS ${per10k(({ rss }) => rss)}, live heap ${per10k(({ heap }) => heap)}`,
  );
}

/** Of the least-squares line. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return above / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
