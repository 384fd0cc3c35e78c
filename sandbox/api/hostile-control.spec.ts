import { hash } from '../previous-attributes.js';
import { StripeSandbox } from '../sandbox.js';
import { first } from '../test/first.js';
import { Receiver } from '../test/receiver.js';

describe('the controls of hostility', () => {
  let sandbox: StripeSandbox;
  let receiver: Receiver;

  beforeEach(async () => {
    sandbox = await StripeSandbox.start({ seed: 'hostile controls' });
    receiver = await Receiver.start();
  });

  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
  });

  async function call(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    return { status: answer.status, body: await answer.json() };
  }

  /** As curl sends it with `-d`. */
  async function form(path: string, body: string): Promise<{ status: number; body: unknown }> {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(`${sandbox.url}/_sandbox${path}`, { method: 'POST', body, headers });
    return { status: answer.status, body: await answer.json() };
  }

  it('register endpoints, roll their secrets and resend', async () => {
    const registered = await form(
      '/webhook_endpoints',
      `url=${receiver.url}&enabledEvents[]=product.created&connect=false`,
    );
    expect(registered).toMatchObject({ status: 200, body: { enabled_events: ['product.created'], status: 'enabled' } });
    const { id, secret } = hash(registered.body);
    const rolled = await form(`/webhook_endpoints/${String(id)}/roll_secret`, 'expiresIn=60');
    expect(hash(rolled.body)['secret']).not.toBe(secret);
    sandbox.engine.customers.create({ name: 'Jenny' });
    sandbox.engine.products.create({ name: 'Plan' });
    await sandbox.deliveries.settled();
    expect(String(first(receiver.hooks).headers['stripe-signature']).match(/v1=/g)).toHaveLength(2);
    const [event] = receiver.ids();
    await call('POST', `/events/${event}/resend`, {});
    await sandbox.deliveries.settled();
    expect(receiver.ids()).toEqual([event, event]);
    expect(await call('POST', '/events/evt_nothing/resend', {})).toMatchObject({ status: 404 });
  });

  it('set hostility, in JSON as in forms, hold back and release', async () => {
    sandbox.deliveries.addEndpoint({ url: receiver.url });
    await form('/deliveries', 'shuffle=whole&dropProbability=0.5&retry[firstMs]=1&retry[maxMs]=2&disableAfterDays=');
    for (let index = 0; index < 20; index += 1) sandbox.engine.products.create({ name: `Plan ${index}` });
    expect((await call('GET', '/deliveries')).body).toMatchObject({ outstanding: 20, attempts: 0 });
    await call('POST', '/deliveries/release', {});
    await sandbox.deliveries.settled();
    const { dropped, healed } = sandbox.deliveries.statistics();
    expect(dropped).toBeGreaterThan(5);
    expect((await call('GET', '/deliveries')).body).toMatchObject({ outstanding: 0, dropped, healed });
  });

  it('forge deliveries, and say what was answered', async () => {
    sandbox.deliveries.addEndpoint({ url: receiver.url });
    expect(await form('/forgeries', 'kind=wrong-secret')).toEqual({ status: 200, body: { answered: 200 } });
    expect(await form('/forgeries', 'kind=polite')).toMatchObject({ status: 400, body: { error: { param: 'kind' } } });
  });

  it('set faults and take them away', async () => {
    const set = await form('/faults', 'fault=error&done=true&times=2&path=/v1/customers');
    expect(set.body).toEqual({
      faults: [{ id: 1, fault: 'error', done: true, times: 2, path: '/v1/customers', struck: 0 }],
    });
    const headers = { Authorization: `Bearer ${sandbox.apiKey}` };
    const read = async () => (await fetch(`${sandbox.url}/v1/customers`, { headers })).status;
    expect([await read(), await read(), await read()]).toEqual([500, 500, 200]);
    expect((await call('GET', '/faults')).body).toMatchObject({ faults: [{ struck: 2 }] });
    await form('/rate_limit', 'requestsPerSecond=0.01');
    expect([await read(), await read()]).toEqual([200, 429]);
    expect((await call('DELETE', '/faults')).body).toEqual({ faults: [] });
    expect([await read(), await read()]).toEqual([200, 200]);
  });

  it.each([
    ['/deliveries', { dropProbability: 1 }, 'dropProbability'],
    ['/deliveries', { shuffle: 'wild' }, 'shuffle'],
    ['/deliveries', { retry: { firstMs: 0, maxMs: 5 } }, 'retry.firstMs'],
    ['/deliveries', { dropProbabilty: 0.5 }, undefined],
    ['/faults', { fault: 'slow' }, 'delayMs'],
    ['/faults', { fault: 'error', times: 'often' }, 'times'],
    ['/faults', { fault: 'fire' }, 'fault'],
    ['/webhook_endpoints', { url: 'nowhere' }, 'url'],
    ['/webhook_endpoints', {}, 'url'],
    ['/rate_limit', { requestsPerSecond: 0 }, 'requestsPerSecond'],
  ])('%s refuses %j', async (path, body, param) => {
    expect(await call('POST', path, body)).toMatchObject({
      status: 400,
      body: { error: { type: 'invalid_request_error', ...(param && { param }) } },
    });
  });
});
