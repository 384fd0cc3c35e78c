import { Engine } from '../../sandbox/engine/engine.js';
import { bytesOf, signatureHeader, webhookHeaders } from '../../sandbox/delivery/signature.js';
import { randomLifecycle } from '../../sandbox/lifecycle.js';
import type { SandboxEvent } from '../../sandbox/objects/event.js';

/** Signs what the bench posts. */
export const SECRET = 'whsec_of_the_benchmark';

/** One merchant's life is short and has few customers: an engine that holds thousands of objects is slow. */
const LIFE = { steps: 60, customers: 15, flips: false };

/**
 * So many distinct events of merchants who lived at the same time, in order of time: subscriptions, invoices, payments
 * and what belongs to them, about 3 KB each. Half of them share their object's second with another event, as the events
 * of one renewal do.
 */
export function lifeEvents(seed: string, count: number): SandboxEvent[] {
  const events: SandboxEvent[] = [];
  for (let life = 0; events.length < count; life += 1) {
    const engine = new Engine({ seed: `${seed} ${life}` });
    randomLifecycle(`${seed} ${life}`, engine, LIFE);
    events.push(...engine.events);
  }
  return events.toSorted((a, b) => a.created - b.created).slice(0, count);
}

/** Signed now, and ready to be written to a socket: making requests must not cost what answering them costs. */
export function requestFor(path: string, body: Buffer): Buffer {
  const headers = webhookHeaders(signatureHeader(body, [SECRET], Math.floor(Date.now() / 1000)));
  const lines = Object.entries({ Host: 'localhost', ...headers, 'Content-Length': String(body.length) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n`), body]);
}

/** So many bodies of such events whose sizes are spread as theirs are: for what cannot be given a new one each time. */
export function sampleBodies(count: number): string[] {
  const all = lifeEvents('sample', count * 40)
    .map((event) => bytesOf(event).toString())
    .toSorted((a, b) => a.length - b.length);
  return Array.from({ length: count }, (_, part) => all[Math.floor(((part + 0.5) * all.length) / count)] ?? '');
}
