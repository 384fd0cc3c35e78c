import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { endWithUs } from '../children.js';
import { freePort } from '../../src/database/embedded/free-port.js';
import { findRedisServer } from '../../test/support/redis-server.js';

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/**
 * REDIS_URL's server, or one of the bench's own.
 *
 * @throws {Error} when there is no redis-server to be had, or it does not listen within 10 s.
 */
export async function startRedis(given: string | undefined): Promise<{ url: string; stop: () => void }> {
  if (given) return { url: given, stop: () => undefined };
  const server = await findRedisServer();
  const port = await freePort();
  const child = spawn(server, ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], { stdio: 'ignore' });
  endWithUs(child);
  for (const deadline = Date.now() + 10_000; !(await listens(port)); await delay(50)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${server} does not start.`);
  }
  return { url: `redis://127.0.0.1:${port}`, stop: () => void child.kill('SIGTERM') };
}
