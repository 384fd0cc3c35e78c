/** The process that makes the load, so that counting what arrives waits for nothing that sends it. */
import { bytesOf } from '../../sandbox/delivery/signature.js';
import { StripeReads } from '../servers/stripe-reads.js';
import { closedLoop } from './closed-loop.js';
import { EventFile } from './event-file.js';
import { openLoop } from './open-loop.js';
import { order, type Order } from './orders.js';
import { lifeEvents, requestFor } from './workload.js';

const stripe = new StripeReads();
const address = await stripe.start();
let bodies: Buffer[] = [];

const tell = (message: object): void => void process.send?.(message);

async function follow(one: Order): Promise<void> {
  switch (one.to) {
    case 'make': {
      const events = lifeEvents(one.seed, one.events);
      stripe.know(events);
      bodies = events.map(bytesOf);
      return tell({ events: bodies.length, bytes: bodies.reduce((sum, { length }) => sum + length, 0) });
    }
    case 'post': {
      const requests = bodies.map((body) => requestFor(one.path, body));
      return tell(await closedLoop(one.port, requests, one.connections));
    }
    case 'steady': {
      const count = Math.floor(one.rate * one.seconds);
      const file = await EventFile.of(one.seed, count);
      tell({ events: count, bytes: 0 });
      try {
        const { port, connections, rate, seconds } = one;
        const load = { port, connections, rate, seconds, bodies: file.bodies(), onMinute: tell };
        await openLoop({ ...load, requestFor: (body) => requestFor(one.path, body) });
      } finally {
        file.remove();
      }
    }
  }
}

process.on('message', (message) => void follow(order.parse(message)));
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => process.exit());
tell({ stripe: address });
