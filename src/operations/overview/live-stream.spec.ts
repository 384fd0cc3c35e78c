import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { LiveStream } from './live-stream.js';

/** One who takes the first piece, and no further one until it is let. */
class Slow extends Writable {
  readonly taken: string[] = [];
  private release: (() => void) | undefined;

  constructor() {
    super({ highWaterMark: 1 });
  }

  go(): void {
    const { release } = this;
    this.release = undefined;
    release?.();
  }

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.taken.push(chunk.toString());
    this.release = done;
  }
}

const stream = () => new LiveStream('key:key_1', new ExecutionContextHost([]));

it('tells one who reads everything, in order', async () => {
  const live = stream();
  const heard: string[] = [];
  live.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
  for (const n of [1, 2, 3]) {
    live.say('overview', `{"n":${n}}`);
    await delay(1);
  }
  expect(heard).toEqual(['retry: 2000\n\n', ...[1, 2, 3].map((n) => `event: overview\ndata: {"n":${n}}\n\n`)]);
  live.finish();
});

it('keeps the newest for one who does not, and nothing else', async () => {
  const live = stream();
  const slow = new Slow();
  live.pipe(slow);
  await delay(1);
  for (let n = 0; n < 10_000; n += 1) {
    live.say('overview', JSON.stringify({ n, filler: 'x'.repeat(1_000) }));
    live.beat(); // takes nobody's place
    if (n % 1_000 === 0) await delay(1);
  }
  expect(live.readableLength + slow.writableLength).toBeLessThan(5_000);
  for (let n = 0; n < 6; n += 1) {
    slow.go();
    await delay(1);
  }
  expect(slow.taken.length).toBeLessThan(6);
  expect(slow.taken.at(-1)).toContain('"n":9999');
  live.on('error', () => undefined).finish();
});

it('ends by itself when nobody reads the end, and says nothing afterwards', async () => {
  const live = stream();
  const failures: unknown[] = [];
  live.on('error', (error) => failures.push(error));
  live.finish();
  live.finish();
  live.say('overview', '{}');
  await delay(400);
  expect([live.destroyed, failures.length]).toEqual([true, 1]);
});
