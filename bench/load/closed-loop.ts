import { setTimeout as delay } from 'node:timers/promises';
import { Connection, NO_ANSWER } from './connection.js';
import { percentile } from '../results/statistics.js';
import type { Posted } from './orders.js';
import { refusalsAmong } from './refusals.js';

/** Milliseconds until what was answered with 503 is sent again; Stripe waits longer. */
const AGAIN_AFTER = 1_000;
/** After so many times it is not a moment's overload. */
const MOST_PASSES = 30;

/** Milliseconds from the first byte sent to the last one received, of each request, and each answer's status. */
interface Pass {
  readonly latencies: Float64Array;
  readonly statuses: Uint16Array;
}

/** Posts each request exactly once, on each connection the next when the answer to the last is there. */
async function pass(connections: readonly Connection[], requests: readonly Buffer[]): Promise<Pass> {
  const latencies = new Float64Array(requests.length);
  const statuses = new Uint16Array(requests.length);
  const next = requests.entries();
  const lane = async (connection: Connection): Promise<void> => {
    for (const [index, request] of next) {
      const began = performance.now();
      statuses[index] = await connection.exchange(request);
      latencies[index] = performance.now() - began;
    }
  };
  await Promise.all(connections.map(lane));
  return { latencies, statuses };
}

const toSendAgain = (sent: readonly Buffer[], statuses: Uint16Array): Buffer[] =>
  sent.filter((_, index) => statuses[index] === 503 || statuses[index] === NO_ANSWER);

/**
 * Posts all requests over so many connections. What is answered with 503, or not at all, is counted and sent again, as
 * Stripe does it; latencies are those of the first time.
 */
export async function closedLoop(port: number, requests: readonly Buffer[], connections: number): Promise<Posted> {
  const open = Array.from({ length: connections }, () => new Connection(port));
  const began = performance.now();
  const { latencies, statuses } = await pass(open, requests);
  let refusals = refusalsAmong(statuses);
  let waiting = toSendAgain(requests, statuses);
  for (let again = 0; waiting.length > 0 && again < MOST_PASSES; again += 1) {
    await delay(AGAIN_AFTER);
    const later = await pass(open, waiting);
    refusals = refusalsAmong(later.statuses, refusals);
    waiting = toSendAgain(waiting, later.statuses);
  }
  const seconds = (performance.now() - began) / 1000;
  for (const connection of open) connection.end();
  const sorted = latencies.toSorted();
  return {
    events: requests.length,
    seconds,
    refusals,
    unanswered: waiting.length,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    p999: percentile(sorted, 0.999),
  };
}
