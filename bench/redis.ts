import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../src/database/embedded/free-port.js';

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/**
 * REDIS_URL's server, or one of the bench's own.
 *
 * @throws {Error} when there is no redis-server to start.
 */
export async function startRedis(given: string | undefined): Promise<{ url: string; stop: () => void }> {
  if (given) return { url: given, stop: () => undefined };
  const port = await freePort();
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
    stdio: 'ignore',
  });
  const failed = once(child, 'error').then(() => {
    throw new Error('redis-server is not installed: name a Redis in REDIS_URL, or leave --bull out.');
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const up = (async () => {
    while (!(await listens(port))) await delay(50);
  })();
  await Promise.race([up, failed]);
  return { url: `redis://127.0.0.1:${port}`, stop: () => void child.kill('SIGTERM') };
}
