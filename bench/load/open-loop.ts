import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../results/statistics.js';
import { Connection } from './connection.js';
import type { Minute } from './orders.js';
import { refusalsAmong } from './refusals.js';

/** Milliseconds of a minute. */
const MINUTE = 60_000;

export interface SteadyLoad {
  readonly port: number;
  /** At most; a request that is due while all are taken waits, and the wait counts. */
  readonly connections: number;
  /** A second. */
  readonly rate: number;
  readonly seconds: number;
  readonly bodies: AsyncGenerator<Buffer>;
  readonly requestFor: (body: Buffer) => Buffer;
  readonly onMinute: (minute: Minute) => void;
}

/**
 * Posts at a rate that does not depend on the answers, as Stripe does. A latency counts from when the request was due: a
 * system that stands still for a second has made a second's requests late, not one.
 */
export async function openLoop(load: SteadyLoad): Promise<void> {
  const { port, connections, rate, seconds, bodies, requestFor, onMinute } = load;
  const all = Array.from({ length: connections }, () => new Connection(port));
  const idle = [...all];
  const waiting: ((connection: Connection) => void)[] = [];
  const freeConnection = (): Promise<Connection> => {
    const connection = idle.pop();
    return connection ? Promise.resolve(connection) : new Promise((resolve) => waiting.push(resolve));
  };
  const began = performance.now();
  const exchange = async (due: number, body: Buffer): Promise<{ latency: number; status: number }> => {
    const connection = await freeConnection();
    const status = await connection.exchange(requestFor(body));
    const next = waiting.shift();
    if (next) next(connection);
    else idle.push(connection);
    return { latency: performance.now() - began - due, status };
  };
  const total = Math.floor(rate * seconds);
  const told: Promise<void>[] = [];
  let answers: ReturnType<typeof exchange>[] = [];
  const closeMinute = (last: boolean): void => {
    const ofMinute = answers;
    answers = [];
    told.push(Promise.all(ofMinute).then((answered) => onMinute(summary(answered, last))));
  };
  let sent = 0;
  for await (const body of bodies) {
    const due = (sent * 1000) / rate;
    if (due >= MINUTE * (told.length + 1)) closeMinute(false);
    const early = began + due - performance.now();
    if (early > 0) await delay(early);
    answers.push(exchange(due, body));
    sent += 1;
    if (sent === total) break;
  }
  closeMinute(true);
  await Promise.all(told);
  for (const connection of all) connection.end();
}

function summary(all: readonly { latency: number; status: number }[], last: boolean): Minute {
  const sorted = Float64Array.from(all, ({ latency }) => latency).toSorted();
  return {
    sent: all.length,
    refusals: refusalsAmong(all.map(({ status }) => status)),
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    p999: percentile(sorted, 0.999),
    last,
  };
}
