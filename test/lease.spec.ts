import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Lease } from '../src/operations/lease/lease.js';
import { startBackend, type Backend } from './support/backend.js';

let one: Backend;
let other: Backend;
beforeAll(async () => {
  one = await startBackend();
  other = await startBackend({ databaseUrl: one.databaseUrl });
});
afterAll(async () => {
  await other.close();
  await one.close();
});
afterEach(() => one.query('DELETE FROM leases'));

const leaseOf = ({ app }: Backend): Lease => app.get(Lease);
const done = async () => ({ done: true });
const EXPIRED = `UPDATE leases SET expires_at = clock_timestamp()`;

/** Work of the first machine, which is given what happens every ten seconds meanwhile. */
function renewing(work: (renew: () => void, lost: AbortSignal) => Promise<object>): Promise<object | null> {
  const intervals = jest.spyOn(globalThis, 'setInterval');
  return leaseOf(one).during('job', (lost) => {
    const [renew] = intervals.mock.calls.find(([, milliseconds]) => milliseconds === 10_000) ?? [];
    intervals.mockRestore();
    if (!renew) throw new Error('nothing renews it');
    return work(renew, lost);
  });
}

describe('a lease', () => {
  it('lets one machine work at a time, and the next one as soon as it has finished', async () => {
    const inside = await leaseOf(one).during('job', async () => {
      expect(await leaseOf(other).during('job', done)).toBeNull();
      expect(await leaseOf(other).during('another job', done)).toEqual({ done: true });
      return { inside: true };
    });
    expect(inside).toEqual({ inside: true });
    expect(await leaseOf(other).during('job', done)).toEqual({ done: true });
  });

  it('of twenty who ask at once one gets it', async () => {
    let most = 0;
    let working = 0;
    const results: unknown[] = [];
    const work = async () => {
      working += 1;
      most = Math.max(most, working);
      for (const deadline = Date.now() + 20_000; results.length < 19 && Date.now() < deadline;) await delay(20);
      working -= 1;
      return {};
    };
    const asked = Array.from({ length: 20 }, async (_, i) => {
      results.push(await leaseOf(i % 2 ? one : other).during('job', work));
    });
    await Promise.all(asked);
    expect(results.filter((result) => result !== null)).toHaveLength(1);
    expect(most).toBe(1);
  });

  it('is given back when the work fails', async () => {
    await expect(leaseOf(one).during('job', () => Promise.reject(new TypeError('no')))).rejects.toThrow('no');
    expect(await leaseOf(other).during('job', done)).toEqual({ done: true });
  });

  it('ends by the clock of the database, and a dead holder takes nothing with it', async () => {
    await one.query(
      `INSERT INTO leases (name, holder, expires_at)
       VALUES ('job', gen_random_uuid(), clock_timestamp() + interval '1 hour')`,
    );
    expect(await leaseOf(one).during('job', done)).toBeNull();
    await one.query(`UPDATE leases SET expires_at = clock_timestamp() + interval '200 milliseconds'`);
    await delay(300);
    expect(await leaseOf(one).during('job', done)).toEqual({ done: true });
  });

  it('is renewed while the work goes on', async () => {
    const left = async () =>
      (
        await one.query<{ s: number }>(
          `SELECT extract(epoch FROM expires_at - clock_timestamp())::float8 AS s FROM leases WHERE name = 'job'`,
        )
      )[0]?.s;
    await renewing(async (renew) => {
      await one.query(`UPDATE leases SET expires_at = clock_timestamp() + interval '20 seconds'`); // ten are over
      renew();
      while (((await left()) ?? 0) < 25) await delay(20);
      return {};
    });
    expect(await left()).toBeUndefined();
  });

  it('that is lost tells the work to stop, and is left to who has it now', async () => {
    const result = await renewing(async (renew, lost) => {
      await one.query(EXPIRED);
      const taken = await leaseOf(other).during('job', async () => {
        renew();
        while (!lost.aborted) await delay(20);
        return { lost: true };
      });
      return taken ?? { lost: false };
    });
    expect(result).toEqual({ lost: true });
    // The first one gave back nothing that was not its own.
    await leaseOf(one).during('job', async () => {
      await one.query(EXPIRED);
      await one.query(
        `UPDATE leases SET holder = gen_random_uuid(), expires_at = clock_timestamp() + interval '1 day'`,
      );
      return {};
    });
    expect(await leaseOf(other).during('job', done)).toBeNull();
  });
});
