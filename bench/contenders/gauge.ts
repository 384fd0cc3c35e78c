/** Loaded into each process under load before its own code: tells the bench its memory and its processor time. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Reading {
  /** Bytes. */
  readonly rss: number;
  /** Alive: what is left after a full collection; NaN where none was asked for. */
  readonly heap: number;
  /** Largest since the last reading, looked at 20 times a second. */
  readonly peakRss: number;
  /** Microseconds on a processor since the start, all threads. */
  readonly cpu: number;
}

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

let peakRss = 0;
setInterval(() => (peakRss = Math.max(peakRss, process.memoryUsage.rss())), 50).unref();

/** `collect`: a full collection, of some tens of milliseconds; whatever else is asked stops nobody. */
process.on('message', (asked) => {
  const { user, system } = process.cpuUsage();
  const rss = process.memoryUsage.rss();
  if (asked === 'collect') collect();
  const heap = asked === 'collect' ? process.memoryUsage().heapUsed : Number.NaN;
  const reading: Reading = { rss, heap, peakRss: Math.max(peakRss, rss), cpu: user + system };
  peakRss = 0;
  process.send?.(reading);
});
process.channel?.unref();
