import { createServer, type Server } from 'node:http';
import { Stripe } from 'stripe';
import { StripeSandbox } from '../sandbox.js';
import { FORGERIES, type Forgery } from './forgery.js';

const SECRET = 'whsec_forgery';

/** A receiver as an adopter may write it: the SDK's verification, a limit of one megabyte. */
async function careful(taken: string[]): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= 1_048_576) chunks.push(chunk);
    });
    request.on('end', () => {
      if (bytes > 1_048_576) return response.writeHead(413).end();
      try {
        const signature = request.headers['stripe-signature'] ?? '';
        taken.push(Stripe.webhooks.constructEvent(Buffer.concat(chunks), signature, SECRET).id);
        return response.writeHead(200).end();
      } catch {
        return response.writeHead(400).end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The receiver does not listen.');
  return { server, url: `http://127.0.0.1:${address.port}/` };
}

describe('forged deliveries', () => {
  let sandbox: StripeSandbox;
  const taken: string[] = [];
  let receiver: { server: Server; url: string };

  beforeAll(async () => {
    sandbox = await StripeSandbox.start({ seed: 'forgery' });
    receiver = await careful(taken);
    sandbox.deliveries.addEndpoint({ url: receiver.url, secret: SECRET });
  });

  afterAll(async () => {
    await sandbox.close();
    await new Promise((resolve) => receiver.server.close(resolve));
  });

  it.each(FORGERIES)('a careful receiver refuses %s', async (kind) => {
    // The SDK looks at the past only: what is signed for the future is a receiver's own check.
    const others: Partial<Record<Forgery, number>> = { oversized: 413, future: 200 };
    expect(await sandbox.deliveries.forge(kind)).toBe(others[kind] ?? 400);
  });

  it('takes the genuine one beside them, and they are no deliveries', async () => {
    taken.length = 0;
    sandbox.engine.products.create({ name: 'Plan' });
    await sandbox.deliveries.settled();
    expect(taken).toEqual(sandbox.events.map(({ id }) => id));
    expect(await sandbox.deliveries.forge('tampered')).toBe(400);
    expect(sandbox.deliveries.statistics()).toMatchObject({ forged: FORGERIES.length + 1, attempts: 1, failures: {} });
  });

  it('tells of an event that Stripe never made, so that a receiver that falls for it can be found', async () => {
    const naive: string[] = [];
    const gullible = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        naive.push(body);
        response.end();
      });
    });
    await new Promise<void>((resolve) => gullible.listen(0, '127.0.0.1', resolve));
    const address = gullible.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { id } = sandbox.deliveries.addEndpoint({ url: `http://127.0.0.1:${port}/` });
    expect(await sandbox.deliveries.forge('wrong-secret', { endpoint: id })).toBe(200);
    expect(naive[0]).toMatch(/"id": "evt_1Forged\w{17}"/);
    expect(naive[0]).toContain('product.created');
    await new Promise((resolve) => gullible.close(resolve));
  });
});
