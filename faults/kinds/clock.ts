import { setTimeout as delay } from 'node:timers/promises';
import { drawn, type Kind } from './kind.js';

const TEN_MINUTES = 600_000;

/** A clock that jumps forward by ten minutes, and back: a process's own, the database keeps its time. */
const jumping = (role: 'apis' | 'workers', what: string): Kind => ({
  name: `the clock of ${what} is 10 minutes ahead`,
  lasts: [2_000, 6_000],
  async run(world, draw) {
    const member = drawn(world[role], draw);
    member.setClock(TEN_MINUTES);
    await delay(draw.ms);
    member.setClock(0);
  },
});

export const CLOCK: readonly Kind[] = [jumping('apis', 'an api'), jumping('workers', 'a worker')];
