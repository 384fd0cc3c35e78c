import { setTimeout as delay } from 'node:timers/promises';
import type { Member } from '../member.js';
import type { World } from '../world.js';
import { drawn, inTimeFor, INSTANT_LIMIT, killAndRestart, type Kind } from './kind.js';

/** Tables of which nearly every life writes rows within each second. */
const MIRRORS = 'customers, invoices, subscriptions, payment_intents, charges, products, prices, payment_methods';

const said = (reached: boolean): string => (reached ? 'at the instant' : 'the instant did not come: killed anyway');

async function settledBy(world: World, member: Member, since: Date): Promise<boolean> {
  for (const deadline = Date.now() + INSTANT_LIMIT; Date.now() < deadline; await delay(50)) {
    const rows = await world.postgres.query<{ port: number }>('SELECT DISTINCT port FROM audit.settled WHERE at > $1', [
      since,
    ]);
    if (rows.some(({ port }) => member.postgres.owns(port))) return true;
  }
  return false;
}

/** Whether one of the process's transactions waits for a lock. */
async function waits(world: World, member: Member): Promise<boolean> {
  for (const deadline = Date.now() + INSTANT_LIMIT; Date.now() < deadline; await delay(20)) {
    const rows = await world.postgres.query<{ port: number }>(
      `SELECT client_port AS port FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND xact_start < query_start AND query ~* 'insert|update'`,
    );
    if (rows.some(({ port }) => member.postgres.owns(port))) return true;
  }
  return false;
}

/**
 * kill -9 at instants between two steps. The code under test has no hooks for it: the suite holds up the very next thing
 * that the process must touch, sees that it stands there, and kills it.
 */
export const NAMED_INSTANTS: readonly Kind[] = [
  {
    // The api calls Redis only when the row is committed. The proxy keeps that call from arriving: `:id` is the counter
    // that Bull's addJob takes a number from, and no other call of an api's names it.
    name: 'kill -9 of an api after the row is stored, before the queue',
    lasts: [0, 0],
    async run(world, draw) {
      const member = drawn(world.apis, draw);
      const reached = await inTimeFor(member.redis.holdFrom(':stripe-events:id'));
      await killAndRestart(world, member);
      return said(reached);
    },
  },
  {
    // A session holds a lock that excludes writers of the mirrored tables. The worker has claimed its events, noted the
    // claim and run handlers by the time it waits for it; the verdicts come after that, so nothing is settled.
    name: 'kill -9 of a worker inside the transaction',
    lasts: [0, 0],
    async run(world, draw) {
      const member = drawn(world.workers, draw);
      let reached = false;
      await world.postgres.holding(`LOCK TABLE ${MIRRORS} IN SHARE ROW EXCLUSIVE MODE`, async () => {
        reached = await waits(world, member);
        await member.end('SIGKILL');
      });
      await killAndRestart(world, member);
      return said(reached);
    },
  },
  {
    // Bull's moveToFinished is the only call that names the set of completed jobs. The proxy keeps it from arriving; the
    // worker meanwhile settles events, which the audit sees committed. The job is left active, and stalls.
    name: 'kill -9 of a worker after the commit, before the job is acknowledged',
    lasts: [0, 0],
    async run(world, draw) {
      const member = drawn(world.workers, draw);
      const held = inTimeFor(member.redis.holdFrom(':stripe-events:completed'));
      const reached = (await held) && (await settledBy(world, member, new Date()));
      await killAndRestart(world, member);
      return said(reached);
    },
  },
  {
    // The receiver has the message and keeps its answer, so the outbox cannot have marked the entry.
    name: 'kill -9 of a worker between a send and its mark',
    lasts: [0, 0],
    async run(world, draw) {
      const member = drawn(world.workers, draw);
      const reached = await inTimeFor(world.receiver.keepAnswerTo(member.name));
      world.receiver.letGo();
      await killAndRestart(world, member);
      return said(reached);
    },
  },
];
