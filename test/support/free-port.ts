import { freePort as freeNow } from '../../src/database/embedded/free-port.js';

/** Below the ports that a system gives to whoever names none: from 32768 on Linux, from 49152 on macOS. */
const FIRST = 12_000;
const OF_A_WORKER = 1_000;
const WORKERS = 20;

let next = Math.floor(Math.random() * OF_A_WORKER);
/** Each port in turn, and two runs of the tests beside each other do not follow one another: it ends in 1. */
const stride = 1 + 10 * Math.floor((Math.random() * OF_A_WORKER) / 10);

/**
 * A TCP port of 127.0.0.1 that nobody takes before its user does, nor while its user is down for a moment: no system
 * gives it away, and each jest worker has its own.
 */
export async function freePort(): Promise<number> {
  const worker = Number(process.env['JEST_WORKER_ID'] ?? 0) % WORKERS;
  for (let tries = 0; tries < OF_A_WORKER; tries += 1) {
    next = (next + stride) % OF_A_WORKER;
    const port = FIRST + worker * OF_A_WORKER + next;
    if ((await freeNow(port)) === port) return port;
  }
  throw new Error(`No port from ${FIRST + worker * OF_A_WORKER} on is free.`);
}
