import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { createCountinghouseClient, ProblemError, type ClientOptions } from '../client/index.js';

const run = promisify(execFile);

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Reaction = (response: ServerResponse, request: IncomingMessage) => void;

let server: Server;
let baseUrl: string;
let heard: Heard[];
/** One for each request; the last one for all that follow. */
let reactions: Reaction[];

beforeAll(async () => {
  server = createServer((request, response) => void react(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  heard = [];
  reactions = [answer(200, {})];
});

async function react(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, method, url } = request;
  const body = await text(request);
  const reaction = reactions[heard.length] ?? reactions.at(-1);
  heard.push({ method, url, headers, body });
  reaction?.(response, request);
}

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reaction =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
const problem = (status: number, code: string, headers: Record<string, string> = {}, more = {}) =>
  answer(status, { title: `It is ${code}.`, status, code, requestId: 'req_1', ...more }, headers);
const cut: Reaction = (_, request) => request.socket.destroy();

const client = (options: Partial<ClientOptions> = {}) => createCountinghouseClient({ baseUrl, token: 't', ...options });
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );
const keys = () => heard.map(({ headers }) => headers['idempotency-key']);
const cancel = () => client().post('/stripe/subscription/cancel', { body: { when: 'now' } });

describe('a call', () => {
  it('bears the token, and goes where the description says', async () => {
    reactions = [answer(200, { active: true })];
    const path = { id: 'cs_1/../x' };
    const state = await client().get('/stripe/checkout/sessions/{id}', { params: { path, query: { wait: 5 } } });
    expect(state.active).toBe(true);
    expect(heard).toMatchObject([{ method: 'GET', url: '/stripe/checkout/sessions/cs_1%2F..%2Fx?wait=5', body: '' }]);
    expect(heard[0]?.headers).toMatchObject({ authorization: 'Bearer t' });
    expect(heard[0]?.headers).not.toHaveProperty('idempotency-key');
    expect(heard[0]?.headers).not.toHaveProperty('countinghouse-tenant');
    expect(heard[0]?.headers).not.toHaveProperty('content-type');
  });

  it('names the tenant, whatever its characters', async () => {
    await client({ tenant: 'Käse 100 %' }).get('/stripe/plans');
    expect(heard[0]?.headers['countinghouse-tenant']).toBe('K%C3%A4se%20100%20%25');
  });

  it('asks for the token anew', async () => {
    let asked = 0;
    const { get } = client({ token: () => Promise.resolve(`t${(asked += 1)}`) });
    await get('/stripe/plans');
    await get('/stripe/plans');
    expect(heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t2']);
  });

  it('that changes something has a key of its own, or the one it is given', async () => {
    await cancel();
    await cancel();
    const params = { header: { 'Idempotency-Key': 'pressed' } };
    await client().post('/stripe/subscription/resume', { body: {}, params });
    await client().patch('/stripe/customer', { body: { name: 'Jenny' } });
    const [first, second, given, patched] = keys();
    expect(given).toBe('pressed');
    expect(new Set([first, second, patched]).size).toBe(3);
    for (const key of [first, second, patched]) expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(heard.map(({ method, body }) => `${method} ${body}`)).toEqual([
      'POST {"when":"now"}',
      'POST {"when":"now"}',
      'POST {}',
      'PATCH {"name":"Jenny"}',
    ]);
    expect(heard[0]?.headers['content-type']).toBe('application/json');
  });

  it('can have text for an answer', async () => {
    reactions = [answer(200, 'currency,mrr\nusd,1\n', { 'content-type': 'text/csv' })];
    const csv = await client().text('/stripe/reports/mrr', { params: { query: { format: 'csv' } } });
    expect([csv, heard[0]?.url]).toEqual(['currency,mrr\nusd,1\n', '/stripe/reports/mrr?format=csv']);
  });

  it('that the description does not have does not compile', () => {
    const { get, post } = client();
    const mistakes = [
      // @ts-expect-error no such path
      () => get('/stripe/plan'),
      // @ts-expect-error it has to be posted
      () => get('/stripe/subscription/cancel'),
      // @ts-expect-error which one?
      () => get('/stripe/plans/{id}'),
      // @ts-expect-error no body
      () => post('/stripe/checkout/sessions'),
      // @ts-expect-error a misspelt field
      () => post('/stripe/subscription/cancel', { body: { wen: 'now' } }),
      // @ts-expect-error no such value
      () => post('/stripe/subscription/cancel', { body: { when: 'tomorrow' } }),
      // @ts-expect-error the answer has no such field
      async () => (await get('/stripe/plans')).plans,
    ];
    expect(mistakes).toHaveLength(7);
  });
});

describe('a refusal', () => {
  it('is thrown with all that the backend says', async () => {
    const errors = [{ pointer: '/quantity', detail: 'must be 1 or more' }];
    reactions = [problem(400, 'invalid_request', {}, { errors })];
    const error = await failure(cancel());
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({
      name: 'ProblemError',
      message: 'It is invalid_request.',
      code: 'invalid_request',
      status: 400,
      requestId: 'req_1',
      errors,
      retryAfter: null,
      problem: { title: 'It is invalid_request.' },
    });
    expect(heard).toHaveLength(1);
  });

  it('of a card and of Stripe has its reason', async () => {
    reactions = [problem(402, 'card_declined', {}, { declineCode: 'expired_card' })];
    expect(await failure(cancel())).toMatchObject({
      code: 'card_declined',
      problem: { declineCode: 'expired_card' },
    });
    reactions = [problem(422, 'stripe_refused', {}, { stripeCode: 'resource_missing' })];
    expect(await failure(cancel())).toMatchObject({ problem: { stripeCode: 'resource_missing' } });
  });

  it('that is not the backend’s is told as such', async () => {
    reactions = [answer(403, '<h1>Forbidden</h1>', { 'content-type': 'text/html', 'x-request-id': 'req_9' })];
    expect(await failure(cancel())).toMatchObject({
      code: 'unrecognized',
      status: 403,
      requestId: 'req_9',
      problem: null,
    });
    for (const body of ['<h1>Welcome</h1>', '']) {
      reactions = [answer(200, body, { 'content-type': 'text/html' })];
      expect(await failure(cancel())).toMatchObject({ code: 'unrecognized', status: 200 });
    }
  });
});

describe('what may pass', () => {
  it.each<[string, Reaction]>([
    ['a cut connection', cut],
    ['a limit', problem(429, 'too_many_requests', { 'retry-after': '0' })],
    ['an outage of Stripe’s', problem(502, 'stripe_unavailable')],
    ['an outage', problem(503, 'unavailable', { 'retry-after': '0' })],
    ['an open outcome', problem(504, 'outcome_unknown')],
    ['the first request under way', problem(409, 'idempotency_in_flight', { 'retry-after': '0' })],
  ])('%s is tried again, with the same key', async (_, reaction) => {
    reactions = [reaction, reaction, answer(200, { status: 'canceled' })];
    expect(await cancel()).toEqual({ status: 'canceled' });
    const [first, ...others] = keys();
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(others).toEqual([first, first]);
    expect(heard.map(({ body }) => body)).toEqual(Array.from({ length: 3 }, () => '{"when":"now"}'));
  });

  it('is thrown after three attempts', async () => {
    reactions = [problem(503, 'overloaded', { 'retry-after': '0' })];
    expect(await failure(client().get('/stripe/plans'))).toMatchObject({ code: 'overloaded', retryAfter: 0 });
    expect(heard).toHaveLength(3);
    heard = [];
    reactions = [cut];
    expect(await failure(client().get('/stripe/plans'))).toMatchObject({ name: 'TypeError' });
    expect(heard).toHaveLength(3);
  });

  it('waits as long as it is told to, but not for a minute', async () => {
    reactions = [problem(503, 'stripe_busy', { 'retry-after': '1' }), answer(200, {})];
    const began = performance.now();
    await cancel();
    expect(performance.now() - began).toBeGreaterThan(990);
    heard = [];
    reactions = [problem(429, 'too_many_requests', { 'retry-after': '60' })];
    expect(await failure(cancel())).toMatchObject({ code: 'too_many_requests', retryAfter: 60 });
    expect(heard).toHaveLength(1);
  });

  it.each([
    ['a mistake of the backend’s', problem(500, 'internal')],
    ['a refusal', problem(409, 'already_subscribed')],
    ['another use of the key', problem(422, 'idempotency_mismatch')],
  ])('is not %s', async (_, reaction) => {
    reactions = [reaction];
    expect(await failure(cancel())).toBeInstanceOf(ProblemError);
    expect(heard).toHaveLength(1);
  });

  it('can be given up', async () => {
    const giveUp = new AbortController();
    const refuse = problem(503, 'unavailable', { 'retry-after': '5' });
    reactions = [
      (response, request) => {
        refuse(response, request);
        setTimeout(() => giveUp.abort(new Error('the page is left')), 100);
      },
    ];
    expect(await failure(client().get('/stripe/plans', { signal: giveUp.signal }))).toMatchObject({
      message: 'the page is left',
    });
    expect(heard).toHaveLength(1);
    expect(await failure(client().get('/stripe/plans', { signal: AbortSignal.abort() }))).toMatchObject({
      name: 'AbortError',
    });
    expect(heard).toHaveLength(1);
  });
});

describe('the package', () => {
  it('has the types of openapi.json: after a change, run `npm run docs:api` and commit the result', async () => {
    const script = ['--import', './test/support/typescript.js', 'test/support/client-schema.ts', '--check'];
    await expect(run(process.execPath, script, { env: { PATH: process.env['PATH'] } })).resolves.toBeDefined();
  }, 120_000);

  it('depends on the openapi-fetch that is tested here', () => {
    const [own, root] = ['client/package.json', 'package.json'].map((file) => JSON.parse(readFileSync(file, 'utf8')));
    expect(own.dependencies).toEqual({ 'openapi-fetch': root.devDependencies['openapi-fetch'] });
    expect(own.version).toBe(root.version);
  });
});
