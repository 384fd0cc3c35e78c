import { StripeSandbox } from '../sandbox.js';
import { Receiver } from '../test/receiver.js';
import type { Hostility } from './hostility.js';

describe('deliveries that get lost', () => {
  let sandbox: StripeSandbox;
  let receiver: Receiver;

  beforeEach(async () => {
    sandbox = await StripeSandbox.start({ seed: 'loss' });
    receiver = await Receiver.start();
    sandbox.deliveries.addEndpoint({ url: receiver.url });
  });

  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
  });

  async function send(count: number, hostility: Partial<Hostility>) {
    sandbox.deliveries.setHostility({ retry: { firstMs: 1, maxMs: 4 }, ...hostility });
    for (let index = 0; index < count; index += 1) sandbox.engine.products.create({ name: `Product ${index}` });
    await sandbox.deliveries.settled();
    return sandbox.deliveries.statistics();
  }

  it('are brought by retries: all arrive, some twice although nobody sent a duplicate', async () => {
    const figures = await send(100, { dropProbability: 0.4 });
    const { attempts, dropped, answersLost, retried, healed, answered2xx } = figures;
    expect(new Set(receiver.ids()).size).toBe(100);
    expect(figures).toMatchObject({ distinctEventsDelivered: 100, answered2xx: 100, outstanding: 0, givenUp: 0 });
    expect(dropped).toBeGreaterThan(40);
    expect(answersLost).toBeGreaterThan(10);
    expect(answersLost).toBeLessThan(dropped - 10);
    expect(receiver.hooks).toHaveLength(answered2xx + answersLost);
    expect(attempts).toBe(100 + dropped);
    expect(retried).toBe(dropped);
    expect(healed).toBeGreaterThan(25);
    expect(healed).toBeLessThanOrEqual(dropped);
    expect(figures.failures).toEqual({ lost: dropped - answersLost, 'answer lost': answersLost });
  });

  it('an endpoint whose answer was lost is asked again, and the event is pending until Stripe has an answer', async () => {
    sandbox.deliveries.setHostility({ seed: 'answers', dropProbability: 0.5 });
    const figures = await send(40, { concurrency: 1 });
    const pending = receiver.events().map(({ pending_webhooks: count }) => count);
    expect(new Set(pending)).toEqual(new Set([1]));
    expect(receiver.ids().length).toBe(40 + figures.answersLost);
  });

  it('heals what the endpoint itself refused, and counts it', async () => {
    receiver.answers.push(500, 503);
    const figures = await send(1, {});
    expect(figures).toMatchObject({ attempts: 3, retried: 2, healed: 1, dropped: 0, failures: { 500: 1, 503: 1 } });
  });

  it('the same seed loses the same', async () => {
    const first = await send(30, { seed: 5, dropProbability: 0.4, concurrency: 1 });
    const other = await StripeSandbox.start({ seed: 'loss' });
    other.deliveries.addEndpoint({ url: receiver.url });
    other.deliveries.setHostility({ seed: 5, dropProbability: 0.4, concurrency: 1, retry: { firstMs: 1, maxMs: 4 } });
    for (let index = 0; index < 30; index += 1) other.engine.products.create({ name: `Product ${index}` });
    await other.deliveries.settled();
    expect(other.deliveries.statistics()).toEqual(first);
    await other.close();
  });
});

describe('bursts', () => {
  it('hold events back and send them at once, past the concurrency', async () => {
    const sandbox = await StripeSandbox.start({ seed: 'burst' });
    const receiver = await Receiver.start();
    const letGo = receiver.hold();
    sandbox.deliveries.addEndpoint({ url: receiver.url });
    sandbox.deliveries.setHostility({ burst: 30, concurrency: 2 });
    for (let index = 0; index < 29; index += 1) sandbox.engine.products.create({ name: `Product ${index}` });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(receiver.hooks).toEqual([]);
    expect(sandbox.deliveries.statistics().outstanding).toBe(29);
    sandbox.engine.products.create({ name: 'The thirtieth' });
    sandbox.engine.products.create({ name: 'The next burst' });
    await receiver.taken(30);
    expect(receiver.mostAtOnce).toBe(30);
    letGo();
    await sandbox.deliveries.settled();
    expect(receiver.hooks).toHaveLength(31);
    await sandbox.close();
    await receiver.close();
  });
});

describe('mixed versions', () => {
  const versions = ['2022-08-01', '2024-06-20', '2026-10-28.endive'];

  it('render each event in one of them, the same at every attempt, and skip those that do not know the event', async () => {
    const sandbox = await StripeSandbox.start({ seed: 'mixed' });
    const receivers = [await Receiver.start(), await Receiver.start()];
    for (const { url } of receivers) sandbox.deliveries.addEndpoint({ url });
    sandbox.deliveries.setHostility({ mixedVersions: versions, duplicateProbability: 0.5 });
    const { engine } = sandbox;
    for (let index = 0; index < 8; index += 1) {
      const product = engine.products.create({ name: `Plan ${index}` }).id;
      const price = engine.prices.create({
        product,
        currency: 'usd',
        unit_amount: 900,
        recurring: { interval: 'month' },
      }).id;
      const customer = engine.customers.create({ payment_method: 'pm_card_visa' }).id;
      engine.subscriptions.create({ customer, items: [{ price }] });
    }
    await sandbox.deliveries.settled();
    const [one, two] = receivers.map((receiver) => {
      const seen = new Map<string, Set<string>>();
      for (const { id, api_version } of receiver.events()) {
        seen.set(id, (seen.get(id) ?? new Set()).add(api_version));
      }
      return seen;
    });
    expect([...(one?.values() ?? [])].every(({ size }) => size === 1)).toBe(true);
    expect(new Set([...(one?.values() ?? [])].flatMap((seen) => [...seen]))).toEqual(new Set(versions));
    expect(two).not.toEqual(one);
    expect(one?.size).toBe(sandbox.events.length);
    const links = receivers
      .flatMap((receiver) => receiver.events())
      .filter(({ type }) => type === 'invoice_payment.paid');
    expect(new Set(links.map(({ api_version }) => api_version))).toEqual(new Set(['2026-10-28.endive']));
    await sandbox.close();
    for (const receiver of receivers) await receiver.close();
  });
});
