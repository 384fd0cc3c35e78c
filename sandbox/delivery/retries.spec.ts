import { StripeSandbox } from '../sandbox.js';
import { first } from '../test/first.js';
import { Receiver } from '../test/receiver.js';
import { nextAttempt } from './hostility.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;

describe('retries by the sandbox’s clock', () => {
  let sandbox: StripeSandbox;
  let receiver: Receiver;

  beforeEach(async () => {
    sandbox = await StripeSandbox.start({ seed: 'retries' });
    receiver = await Receiver.start();
    sandbox.deliveries.setHostility({ retryClock: 'sandbox' });
  });

  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
  });

  function listen() {
    return sandbox.deliveries.addEndpoint({ url: receiver.url });
  }

  async function pass(seconds: number): Promise<number> {
    sandbox.engine.advance(seconds);
    await sandbox.deliveries.settled();
    return receiver.hooks.length;
  }

  it('wait five minutes, then twice as long each time, and bring the event when time has passed', async () => {
    listen();
    receiver.answers.push(500, 500);
    sandbox.engine.products.create({ name: 'Plan' });
    expect(await pass(299)).toBe(1);
    expect(sandbox.deliveries.statistics()).toMatchObject({ outstanding: 1, answered2xx: 0 });
    expect(await pass(1)).toBe(2);
    expect(await pass(599)).toBe(2);
    expect(await pass(1)).toBe(3);
    expect(sandbox.deliveries.statistics()).toMatchObject({ outstanding: 0, healed: 1, retried: 2 });
  });

  it('end after three days, all of them taken when time jumps over it; the event stays undelivered', async () => {
    listen();
    receiver.answers.push(...Array.from({ length: 40 }, () => 500));
    const { id } = sandbox.engine.products.create({ name: 'Plan' });
    await sandbox.deliveries.settled();
    expect(await pass(4 * DAY)).toBe(13);
    expect(sandbox.deliveries.statistics()).toMatchObject({ outstanding: 0, givenUp: 1, answered2xx: 0 });
    const event = first(sandbox.events);
    expect(event.data.object['id']).toBe(id);
    expect(sandbox.deliveries.pendingWebhooks(event.id)).toBe(1);
    expect(await pass(4 * DAY)).toBe(13);
  });

  it('pace: never more than twelve hours apart, and never past three days', () => {
    const due = [0];
    for (let failures = 1; ; failures += 1) {
      const next = nextAttempt(0, due.at(-1) ?? 0, failures);
      if (next === null) break;
      due.push(next);
    }
    const gaps = due.slice(1).map((at, index) => at - (due[index] ?? 0));
    expect(gaps.slice(0, 4)).toEqual([300, 600, 1_200, 2_400]);
    expect(Math.max(...gaps)).toBe(12 * HOUR);
    expect(due.at(-1)).toBeGreaterThan(2.5 * DAY);
    expect(due.at(-1)).toBeLessThanOrEqual(3 * DAY);
  });

  it('a disabled endpoint gets nothing that happens meanwhile; enabled before the retry is due, it gets the retry', async () => {
    const endpoint = listen();
    receiver.answers.push(500);
    const before = sandbox.engine.products.create({ name: 'Before' });
    await sandbox.deliveries.settled();
    sandbox.deliveries.endpoints.update(endpoint.id, { disabled: true });
    sandbox.engine.products.create({ name: 'Meanwhile' });
    await pass(200);
    sandbox.deliveries.endpoints.update(endpoint.id, { disabled: false });
    await pass(DAY);
    expect(receiver.events().map(({ data }) => data.object['name'])).toEqual(['Before', 'Before']);
    const [earlier, meanwhile] = sandbox.events;
    expect(earlier?.data.object['id']).toBe(before.id);
    // What was never sent is not pending: `delivery_success=false` does not show it, as at Stripe.
    expect(sandbox.deliveries.pendingWebhooks(meanwhile?.id ?? '')).toBe(0);
  });

  it('an endpoint that is still disabled when the retry is due has lost it', async () => {
    const endpoint = listen();
    receiver.answers.push(500);
    sandbox.engine.products.create({ name: 'Before' });
    await sandbox.deliveries.settled();
    sandbox.deliveries.endpoints.update(endpoint.id, { disabled: true });
    await pass(400);
    sandbox.deliveries.endpoints.update(endpoint.id, { disabled: false });
    expect(await pass(5 * DAY)).toBe(1);
    expect(sandbox.deliveries.statistics()).toMatchObject({ outstanding: 0, givenUp: 1 });
  });

  it('an endpoint that fails for days is disabled, one that answers in between is not', async () => {
    sandbox.deliveries.setHostility({ disableAfterDays: 2 });
    const endpoint = listen();
    receiver.answers.push(500, 500, 200);
    sandbox.engine.products.create({ name: 'One' });
    await pass(3 * DAY);
    expect(endpoint).toMatchObject({ enabled: true, failingSince: null });
    receiver.answers.push(...Array.from({ length: 40 }, () => 500));
    sandbox.engine.products.create({ name: 'Two' });
    await pass(DAY);
    expect(endpoint.enabled).toBe(true);
    await pass(DAY + 12 * HOUR);
    expect(endpoint.enabled).toBe(false);
    const asked = receiver.hooks.length;
    sandbox.engine.products.create({ name: 'Three' });
    expect(await pass(DAY)).toBe(asked);
  });

  it('a resend that is answered does not end the automatic retries', async () => {
    const endpoint = listen();
    receiver.answers.push(500);
    sandbox.engine.products.create({ name: 'Plan' });
    await sandbox.deliveries.settled();
    const { id } = first(sandbox.events);
    sandbox.deliveries.resend(id, endpoint.id);
    await sandbox.deliveries.settled();
    expect(sandbox.deliveries.pendingWebhooks(id)).toBe(0);
    await pass(HOUR);
    expect(receiver.ids()).toEqual([id, id, id]);
  });

  it('a resend is one attempt, and of nothing it is refused', async () => {
    listen();
    sandbox.engine.products.create({ name: 'Plan' });
    await sandbox.deliveries.settled();
    receiver.answers.push(500);
    sandbox.deliveries.resend(first(sandbox.events).id);
    await pass(DAY);
    expect(receiver.hooks).toHaveLength(2);
    expect(() => sandbox.deliveries.resend('evt_nothing')).toThrow("No such event: 'evt_nothing'");
  });
});
