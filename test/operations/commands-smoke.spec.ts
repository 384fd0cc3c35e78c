import { createServer, type Server } from 'node:http';
import { createKey } from '../support/api.js';
import { SECRET, startBackend, type Backend } from '../support/backend.js';
import { countinghouseHere } from '../support/countinghouse.js';
import { freePort } from '../support/free-port.js';

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

const smoke = (...args: string[]) => countinghouseHere(['smoke', '--secret', SECRET, ...args]);
const results = (output: string) =>
  (JSON.parse(output) as { checks: { check: string; result: string; detail: string }[] }).checks;
const smokeRows = () =>
  backend.query<{
    id: string;
    account: string;
    status: string;
    verdict: string;
    object: string | null;
    livemode: boolean;
  }>(
    `SELECT stripe_event_id AS id, account, status, verdict, object_key AS object, livemode FROM stripe_event_log
      WHERE stripe_event_id LIKE 'evt\\_smoke\\_%' ORDER BY id`,
  );

it('passes, line by line, and leaves one ignored event', async () => {
  const { code, output } = await countinghouseHere(['smoke', '--url', backend.url], {
    STRIPE_WEBHOOK_SECRET: `${SECRET},whsec_another_one`,
    DATABASE_URL: backend.databaseUrl,
  });
  expect(output).toMatch(/^ok {4}health {7}200 in \d+ ms, ok\n/);
  expect(output).toMatch(/^ok {4}processed {4}ignored: no_handler after \d+ ms$/m);
  expect(output).toMatch(/^ok {4}forged {7}400 in \d+ ms to a wrong signature$/m);
  expect(output).toMatch(/^ok {4}oversized {4}(413 in \d+ ms|the connection was cut) to 1048577 bytes$/m);
  expect([code, output.split('\n').length]).toEqual([0, 8]);
  const rows = await smokeRows();
  expect(rows).toEqual([
    {
      id: expect.stringMatching(/^evt_smoke_\d+_/),
      account: '',
      status: 'ignored',
      verdict: 'ignored: no_handler',
      object: null,
      livemode: false,
    },
  ]);
  expect(output).toContain(rows[0]?.id);
  expect(output).not.toContain(SECRET);
});

it('sees the event by the API, and is as good with the address of the webhook itself', async () => {
  const key = await createKey(backend, ['operations']);
  const { code, output } = await smoke('--url', `${backend.url}/stripe/webhook`, '--key', key, '--json');
  expect(results(output).map(({ check, result }) => `${check} ${result}`)).toEqual([
    'health ok',
    'description ok',
    'accepted ok',
    'processed ok',
    'duplicate ok',
    'forged ok',
    'oversized ok',
  ]);
  expect(code).toBe(0);
  const refused = await smoke('--url', backend.url, '--key', await createKey(backend, ['billing']), '--json');
  expect(refused.code).toBe(3);
  expect(results(refused.output)[3]).toMatchObject({
    check: 'processed',
    result: 'fail',
    detail: expect.stringContaining('403') as string,
  });
});

it('says which check fails: of a wrong secret, all that need a right one', async () => {
  const { code, output } = await countinghouseHere([
    'smoke',
    '--url',
    backend.url,
    '--secret',
    'whsec_of_another_endpoint',
  ]);
  expect(code).toBe(3);
  expect(output).toMatch(/^fail {2}accepted {5}400 in/m);
  expect(output).toMatch(/^- {5}processed {4}it was not accepted$/m);
});

describe('a server that takes everything', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume().once('end', () => response.end('{"status":"ok","openapi":"3.1.0"}'));
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('fails for the forged and the oversized one', async () => {
    const { code, output } = await smoke('--url', url, '--json');
    expect(code).toBe(3);
    expect(
      results(output)
        .filter(({ result }) => result === 'fail')
        .map(({ check }) => check),
    ).toEqual(['forged', 'oversized']);
    expect(results(output)[3]).toMatchObject({
      check: 'processed',
      detail: expect.stringMatching(/^nobody looked/) as string,
    });
  });
});

it('cannot begin where nobody is, or without a secret', async () => {
  const nobody = await smoke('--url', `http://127.0.0.1:${await freePort()}`);
  expect([nobody.code, nobody.output]).toEqual([1, '']);
  expect(nobody.errors).toContain('ECONNREFUSED');
  expect(await countinghouseHere(['smoke', '--url', backend.url], { DATA_DIR: '/nowhere' })).toMatchObject({
    code: 1,
    errors: 'Say --secret, or set STRIPE_WEBHOOK_SECRET.\n',
  });
});
