import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds from the first 503 of `/health` to the end of the listener: load balancers probe every second or so. */
const NOTICE = 1_500;

/**
 * Lets go of those who keep connections. A server that closes ends the idle ones only: one that is in use stays, gets the
 * next request, and a load balancer would send webhooks to a process that is ending until it is cut off. So each answer
 * from now on says that its connection ends.
 */
export async function letGo(server: Server): Promise<void> {
  server.prependListener('request', (_request, response) => void response.setHeader('Connection', 'close'));
  await delay(NOTICE);
}
