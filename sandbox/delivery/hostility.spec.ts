import { StripeSandbox } from '../sandbox.js';
import { Receiver } from '../test/receiver.js';
import { backOff, type Hostility, NO_HOSTILITY } from './hostility.js';

/** The ids that a receiver gets when forty events are sent with these settings, one at a time. */
async function run(
  hostility: Partial<Hostility>,
): Promise<{ sent: string[]; received: string[]; sandbox: StripeSandbox }> {
  const sandbox = await StripeSandbox.start({ seed: 'hostile' });
  const receiver = await Receiver.start();
  sandbox.deliveries.addEndpoint({ url: receiver.url });
  sandbox.deliveries.setHostility({ concurrency: 1, ...hostility });
  for (let index = 0; index < 40; index += 1) sandbox.engine.products.create({ name: `Product ${index}` });
  await sandbox.deliveries.settled();
  const sent = sandbox.events.map(({ id }) => id);
  await sandbox.close();
  await receiver.close();
  return { sent, received: receiver.ids(), sandbox };
}

describe('hostility', () => {
  it('is repeatable: the same seed gives the same order and the same duplicates', async () => {
    const hostile = { seed: 3, shuffle: 8, duplicateProbability: 0.3, twinFacts: 0.2 };
    const [first, again, other] = [await run(hostile), await run(hostile), await run({ ...hostile, seed: 4 })];
    expect(again.received).toEqual(first.received);
    expect(other.received).not.toEqual(first.received);
  });

  it('shuffles within windows', async () => {
    const { sent, received } = await run({ seed: 1, shuffle: 10 });
    expect(received).not.toEqual(sent);
    for (let start = 0; start < 40; start += 10) {
      expect(received.slice(start, start + 10).sort()).toEqual(sent.slice(start, start + 10).sort());
    }
  });

  it('shuffles the whole, and loses nothing', async () => {
    const { sent, received } = await run({ seed: 1, shuffle: 'whole' });
    expect(received.slice(0, 10).sort()).not.toEqual(sent.slice(0, 10).sort());
    expect([...received].sort()).toEqual([...sent].sort());
  });

  it('sends again what was answered 2xx', async () => {
    const { sent, received, sandbox } = await run({ seed: 1, duplicateProbability: 0.5 });
    const { duplicatesSent, distinctEventsDelivered } = sandbox.deliveries.statistics();
    expect(duplicatesSent).toBeGreaterThan(10);
    expect(received).toHaveLength(40 + duplicatesSent);
    expect(distinctEventsDelivered).toBe(40);
    expect(new Set(received)).toEqual(new Set(sent));
  });

  it('tells a fact twice, by two events that differ only in their id', async () => {
    const { sandbox, received } = await run({ seed: 1, twinFacts: 0.5 });
    const { twinsSent } = sandbox.deliveries.statistics();
    expect(twinsSent).toBeGreaterThan(10);
    expect(new Set(received).size).toBe(40 + twinsSent);
    const facts = new Set(sandbox.events.map(({ id: _id, ...fact }) => JSON.stringify(fact)));
    expect(facts.size).toBe(40);
  });

  it('delays, which also changes the order', async () => {
    const { sent, received } = await run({ seed: 1, maxDelayMs: 40 });
    expect(received).not.toEqual(sent);
    expect(new Set(received)).toEqual(new Set(sent));
  });

  it('backs off twice as long each time, up to a limit', () => {
    const waits = [1, 2, 3, 10].map((failures) =>
      backOff({ ...NO_HOSTILITY, retry: { firstMs: 10, maxMs: 100 } }, failures),
    );
    expect(waits).toEqual([10, 20, 40, 100]);
  });
});
