import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { closedLoop } from '../bench/load/closed-loop.js';
import { openLoop } from '../bench/load/open-loop.js';
import type { Minute } from '../bench/load/orders.js';
import { contenderTable } from '../bench/results/columns.js';
import { NO_FIGURES, type Round } from '../bench/results/run.js';
import { slope } from '../bench/results/statistics.js';

/** What is measured is only as good as who measures: the load, and the arithmetic of its tables. */

const request = (body: string): Buffer =>
  Buffer.from(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`);

async function under<T>(
  answer: (body: string) => number | Promise<number>,
  load: (port: number) => Promise<T>,
): Promise<T> {
  const listener: RequestListener = (incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      void Promise.resolve(answer(body)).then((status) => {
        if (status === 0) return incoming.socket.destroy();
        response.writeHead(status, { 'Content-Length': 2, ...(status === 200 ? {} : { Connection: 'close' }) });
        return response.end('ok');
      });
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await load((server.address() as AddressInfo).port);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const requests = Array.from({ length: 200 }, (_, number) => request(`event ${number}`));

it('posts each event until it is accepted, once, and counts what was refused for a moment', async () => {
  const accepted: string[] = [];
  const seen = new Set<string>();
  const answer = (body: string): number => {
    const isFirst = !seen.has(body);
    seen.add(body);
    if (isFirst && body.endsWith('7')) return 503;
    if (isFirst && body.endsWith('3')) return 0;
    accepted.push(body);
    return 200;
  };
  const posted = await under(answer, (port) => closedLoop(port, requests, 8));
  expect(posted).toMatchObject({ events: 200, refusals: { 503: 20, 0: 20 }, unanswered: 0 });
  expect(accepted).toHaveLength(200);
  expect(new Set(accepted).size).toBe(200);
  expect(posted.p50).toBeGreaterThan(0);
  expect(posted.p999).toBeGreaterThanOrEqual(posted.p99);
});

it('does not send again what is refused for good', async () => {
  let asked = 0;
  const answer = (): number => ((asked += 1), 400);
  const posted = await under(answer, (port) => closedLoop(port, requests, 4));
  expect(posted).toMatchObject({ refusals: { 400: 200 }, unanswered: 0 });
  expect(asked).toBe(200);
});

it('counts a steady load from when it was due: who stands still makes all late that would have come', async () => {
  const minutes: Minute[] = [];
  let stands: Promise<unknown> | undefined;
  const answer = async (): Promise<number> => {
    stands ??= delay(1_000);
    await stands;
    return 200;
  };
  async function* bodies(): AsyncGenerator<Buffer> {
    for (;;) yield Buffer.from('event');
  }
  await under(answer, (port) =>
    openLoop({
      port,
      connections: 2,
      rate: 100,
      seconds: 8,
      bodies: bodies(),
      requestFor: (body) => request(body.toString()),
      onMinute: (minute) => minutes.push(minute),
    }),
  );
  expect(minutes).toMatchObject([{ sent: 800, refusals: {}, last: true }]);
  // Two connections: each of the 100 due in this second waited, not two of them.
  const [minute] = minutes;
  expect(minute?.p99).toBeGreaterThan(800);
  expect(minute?.p50).toBeLessThan(500);
});

it('compares inside a round, and shows a dash where there is nothing to compare', () => {
  const round = (backend: number, handler: number): Round =>
    new Map([
      ['backend', { ...NO_FIGURES, settled: backend }],
      ['handler', { ...NO_FIGURES, settled: handler, p99: 7 }],
    ]);
  // The medians' ratio would be 200 / 100.
  const rounds = [round(100, 50), round(200, 100), round(400, 800)];
  const columns = [
    { title: 'settled/s', of: ({ settled }: { settled: number }) => settled },
    { title: 'p99', of: ({ p99 }: { p99: number }) => p99, digits: 1 },
  ];
  const ratios = [
    {
      title: 'over',
      over: 'handler',
      of: (run: { settled: number }, other: { settled: number }) => other.settled / run.settled,
    },
  ];
  expect(contenderTable(rounds, columns, ratios)).toEqual([
    '| contender | settled/s | p99 |                over |',
    '| --------- | --------: | --: | ------------------: |',
    '| backend   |       200 |   - | 0.50 (0.50 to 2.00) |',
    '| handler   |       100 | 7.0 |                   - |',
  ]);
});

it('finds the slope of a line, whatever jumps around it', () => {
  expect(slope([10, 12, 14, 16])).toBeCloseTo(2);
  expect(slope([5, 4, 5, 4, 5])).toBeCloseTo(0);
  expect(slope([1])).toBeNaN();
});
