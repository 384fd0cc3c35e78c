import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds from the first 503 of `/health` to the end of the listener: load balancers probe every second or so. */
const NOTICE = 1_500;

/**
 * Lets go of those who keep connections. A server that closes ends the idle ones only: one that is in use stays, gets the
 * next request, and a load balancer would send webhooks to a process that is ending until it is cut off. So each answer
 * from now on says that its connection ends, and one that was begun before keeps nobody waiting.
 */
export function letGo(server: Server): void {
  sayGoodbye(server);
  server.keepAliveTimeout = 1;
}

/** The same, after going on until load balancers have seen that this process is going. */
export async function giveNotice(server: Server): Promise<void> {
  sayGoodbye(server);
  await delay(NOTICE);
  server.keepAliveTimeout = 1;
}

function sayGoodbye(server: Server): void {
  server.prependListener('request', (_request, response) => void response.setHeader('Connection', 'close'));
}
