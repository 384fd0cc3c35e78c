import type { Break } from './break.js';
import { askDoctor, inConsole } from './looks.js';

export const REDIS_GONE: Break = {
  name: 'redis-gone',
  what: 'Redis is gone, while customers buy.',
  alerts: ['CountinghouseQueueDown'],
  besides: [],
  remedy: 'Start Redis. It may be empty: the log has the events, and the sweep settles them meanwhile.',
  async breakIt({ redis, sandbox, shop }) {
    await redis.kill();
    shop.sell();
    await sandbox.deliveries.settled(); // each is answered 200 all the same
  },
  async look(stage) {
    const { queue } = await stage.console.overview();
    return [
      inConsole('overview, queue', queue.up ? undefined : 'down'),
      ...(await askDoctor(stage, { 'redis.reachable': 'fail' })),
    ];
  },
  mend: ({ redis }) => redis.restart(),
};
