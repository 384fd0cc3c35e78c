import { setTimeout as delay } from 'node:timers/promises';
import { closedLoop } from './closed-loop.js';
import type { Contender } from './contender.js';
import type { Server } from './server.js';
import { requestsFor } from './workload.js';
import type { SandboxEvent } from '../sandbox/objects/event.js';

/** Seconds after the last answer within which all effects must be committed. */
const PATIENCE = 120;

/** What one run of one contender measured. Rates are a second, times in milliseconds. */
export interface Run {
  readonly accepted: number;
  readonly settled: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Reads from Stripe per 1,000 events. */
  readonly rereads: number;
  /** Microseconds on a processor per event, until it is settled. */
  readonly appCpu: number;
  readonly databaseCpu: number;
  /** Bytes. */
  readonly rssBefore: number;
  readonly rssPeak: number;
  readonly rssAfter: number;
  readonly heapAfter: number;
}

/**
 * Posts all events and waits until the effects of each are committed.
 *
 * @throws {Error} when one was refused, is not in the database, or died: a run that loses an event measures nothing.
 */
export async function run(
  contender: Contender,
  server: Server,
  events: readonly SandboxEvent[],
  connections: number,
): Promise<Run> {
  const requests = requestsFor('/webhooks/stripe', events);
  const [before, outcomeBefore, databaseBefore] = await readings(contender, server);
  const began = performance.now();
  const { seconds, latencies, refused } = await closedLoop(contender.subject.port, requests, connections);
  const settled = await settle(contender);
  const settledSeconds = (performance.now() - began) / 1000;
  const [after, outcome, databaseAfter] = await readings(contender, server);

  const stored = outcome.rows - outcomeBefore.rows;
  if (refused > 0 || stored !== events.length || !settled || outcome.dead > 0) {
    throw new Error(
      `${contender.name} lost events: of ${events.length}, ${refused} were refused, ${stored} are in the database, ` +
        `${settled ? 'all' : 'not all'} of them settled, ${outcome.dead} dead`,
    );
  }
  const percentile = (share: number): number => latencies[Math.ceil(latencies.length * share) - 1] ?? Number.NaN;
  const perEvent = (total: number): number => total / events.length;
  return {
    accepted: events.length / seconds,
    settled: events.length / settledSeconds,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    rereads: perEvent(outcome.rereads - outcomeBefore.rereads) * 1000,
    appCpu: perEvent(after.cpu - before.cpu),
    databaseCpu: perEvent(databaseAfter - databaseBefore),
    rssBefore: before.rss,
    rssPeak: after.peakRss,
    rssAfter: after.rss,
    heapAfter: after.heap,
  };
}

const readings = (contender: Contender, server: Server) =>
  Promise.all([contender.subject.reading(), contender.outcome(), server.cpu()]);

/** @returns whether every event was settled before patience ended. */
async function settle(contender: Contender): Promise<boolean> {
  for (const deadline = Date.now() + PATIENCE * 1000; ; await delay(50)) {
    if (await contender.isSettled()) return true;
    if (Date.now() > deadline) return false;
  }
}
