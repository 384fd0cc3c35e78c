import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ServicesMessage } from './services.js';

declare global {
  /** The process that holds PostgreSQL and Redis for this run. */
  var servicesProcess: ChildProcess | undefined;
}

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/**
 * Once for a run of jest, before its workers. The servers belong to a process of their own, in a session of its own,
 * joined to jest by a channel: when jest ends in whatever way, Ctrl-C and kill -9 included, the channel closes, and that
 * process stops both servers and removes their directory. (jest compiles this file to CommonJS and maps no `.js` to
 * `.ts` here, so it imports nothing of ours.)
 */
export default async function globalSetup(): Promise<void> {
  // Once, and not in each worker at the same time; nothing to do when its sources have not changed.
  execFileSync(process.execPath, [file('../../console/build.js')], { stdio: 'inherit' });
  const services = spawn(process.execPath, ['--import', file('./typescript.js'), file('./services.ts')], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const message = await new Promise<ServicesMessage>((resolve, reject) => {
    services.once('message', (sent: ServicesMessage) => resolve(sent));
    services.once('error', reject);
    services.once('exit', (code) => reject(new Error(`The test services ended with ${code} before they were ready.`)));
  });
  if ('problem' in message) throw new Error(message.problem);
  Object.assign(process.env, message.environment);
  globalThis.servicesProcess = services;
  services.unref();
  services.channel?.unref();
}
