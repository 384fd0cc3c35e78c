import { hash } from '../previous-attributes.js';
import { StripeSandbox } from '../sandbox.js';

describe('control routes', () => {
  it('move the clock, show the state and count deliveries', async () => {
    const sandbox = await StripeSandbox.start({ seed: 'control' });
    const post = (path: string, body: object) =>
      fetch(`${sandbox.url}/_sandbox${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    try {
      const before = sandbox.clock.now();
      expect(await (await post('/clock/advance', { seconds: 60 })).json()).toEqual({ now: before + 60 });
      expect((await post('/clock/advance', {})).status).toBe(400);
      const endpoint = await (
        await post('/webhook_endpoints', { url: 'http://127.0.0.1:9/hook', secret: 'whsec_1' })
      ).json();
      expect(endpoint).toMatchObject({ id: expect.stringMatching(/^we_/), secret: 'whsec_1' });
      sandbox.engine.customers.create({ name: 'Jenny' });
      const read = async (path: string) => hash(await (await fetch(`${sandbox.url}/_sandbox${path}`)).json());
      expect(await read('/state')).toMatchObject({ customers: [{ name: 'Jenny' }] });
      expect(await read('/deliveries')).toMatchObject({ eventsGenerated: 1, outstanding: 1 });
    } finally {
      await sandbox.close();
    }
  });
});
