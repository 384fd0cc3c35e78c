import { setTimeout as delay } from 'node:timers/promises';
import type { World } from '../world.js';
import { drawn, killAndRestart, type Draw, type Kind } from './kind.js';

/** An instant that nobody chose: as many milliseconds after the fault before as the seed says. */
const SOON = [0, 500] as const;

async function terminate(world: World, role: 'apis' | 'workers', draw: Draw): Promise<string> {
  const member = drawn(world[role], draw);
  await delay(draw.ms);
  const { how, ms } = await member.end('SIGTERM');
  await world.restart(member);
  if (how !== 0 || ms > 10_000) member.deaths += 1;
  return `ended with ${how} after ${Math.round(ms)} ms`;
}

/** Processes that end under load, politely or not. */
export const RANDOM_ENDS: readonly Kind[] = [
  {
    name: 'kill -9 of an api',
    lasts: SOON,
    async run(world, draw) {
      await delay(draw.ms);
      await killAndRestart(world, drawn(world.apis, draw));
    },
  },
  {
    name: 'kill -9 of a worker',
    lasts: SOON,
    async run(world, draw) {
      await delay(draw.ms);
      await killAndRestart(world, drawn(world.workers, draw));
    },
  },
  { name: 'SIGTERM of an api', lasts: SOON, run: (world, draw) => terminate(world, 'apis', draw) },
  { name: 'SIGTERM of a worker', lasts: SOON, run: (world, draw) => terminate(world, 'workers', draw) },
];
