import { readFile, writeFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { SCOPES } from '../../src/auth/caller.js';
import { PROBLEMS } from '../../src/common/problem-codes.js';
import { describeApi } from '../../src/openapi.js';
import { StripeEventRegistry } from '../../src/stripe/stripe-event.registry.js';
import { startBackend, type Backend } from '../support/backend.js';
import { ProbeModule } from '../support/probe.api.js';
import { describeWebhooks } from '../support/webhook-examples.js';

const FILE = new URL('../../openapi.json', import.meta.url);

jest.setTimeout(120_000);

let backend: Backend;
let document: OpenAPIObject;

beforeAll(async () => {
  backend = await startBackend({ extensions: [] }); // what adopters add is theirs to describe
  const webhooks = describeWebhooks(backend.app.get(StripeEventRegistry));
  document = describeApi(backend.app, webhooks);
  if (process.env['WRITE_OPENAPI'] === 'yes') await writeFile(FILE, text(document));
});
afterAll(() => backend.close());

const text = (json: unknown): string => `${JSON.stringify(json, null, 2)}\n`;

/** What is carried out each time, whatever the key. */
const ANSWERED_ANEW = new Set([
  'unmaskEventPayload',
  'previewIgnore',
  'previewReplay',
  'searchCustomers',
  'previewSubscriptionChange',
]);

const VERBS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const operationsOf = ({ paths }: OpenAPIObject) =>
  Object.entries(paths).flatMap(([path, item]) =>
    VERBS.flatMap((verb) => {
      const operation = item[verb];
      return operation ? [{ name: `${verb} ${path}`, verb, operation }] : [];
    }),
  );

/** Whether somewhere in it there is an example of a whole body. */
function hasExample(content: Record<string, unknown> | undefined): boolean {
  return Object.values(content ?? {}).every((media) => {
    const { example, examples, schema } = media as { example?: unknown; examples?: unknown; schema?: object };
    return example !== undefined || examples !== undefined || (schema !== undefined && 'example' in schema);
  });
}

it('openapi.json is what can be called: after a change, run `npm run docs:api` and commit the result', async () => {
  expect(await readFile(FILE, 'utf8')).toBe(text(document));
});

it('is served as it is committed, to everybody', async () => {
  const response = await fetch(`${backend.url}/openapi.json`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  expect(await response.json()).toEqual(JSON.parse(await readFile(FILE, 'utf8')));
  expect((await fetch(`${backend.url}/docs-json`)).status).toBe(404);
});

it('is OpenAPI 3.1, and refers to nothing that is not in it', () => {
  expect(document.openapi).toBe('3.1.0');
  const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
  for (const reference of new Set(references)) {
    const name = /^"\$ref":"#\/components\/schemas\/([^"]+)"$/.exec(reference)?.[1] ?? reference;
    expect(Object.keys(document.components?.schemas ?? {})).toContain(name);
  }
});

it('says of every operation what it is, who may call it, an example, and what can go wrong', () => {
  const operations = operationsOf(document);
  expect(operations.length).toBeGreaterThan(3);
  const faults = operations.flatMap(({ name, verb, operation }) => {
    const { operationId, summary, description = '', security, requestBody, responses } = operation;
    const isPublic = description.includes('Public.');
    const [, scope, also] = /Scope: `(\w+)`(?: and `(\w+)`)?\./.exec(description) ?? [];
    const scopes = [scope, also].filter((word) => word !== undefined);
    const body = requestBody && 'content' in requestBody ? requestBody.content : undefined;
    const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    const codes = Object.entries(responses).flatMap(([, answer]) =>
      answer && 'content' in answer ? Object.keys(answer.content?.['application/problem+json']?.examples ?? {}) : [],
    );
    const header = (operation.parameters ?? []).some((given) => 'name' in given && given.name === 'Idempotency-Key');
    const checks: [string, boolean][] = [
      ['operationId', /^[a-z][A-Za-z0-9]+$/.test(operationId ?? '')],
      ['summary', Boolean(summary)],
      [
        'scope',
        isPublic
          ? security?.length === 0
          : scopes.length > 0 && scopes.every((word) => SCOPES.some((known) => known === word)),
      ],
      ['security', isPublic || JSON.stringify(security) === JSON.stringify([{ bearer: scopes }])],
      ['an answer', answers.length === 1],
      [
        'example',
        answers.every(([, answer]) => answer && 'content' in answer && hasExample(answer.content)) && hasExample(body),
      ],
      ['errors', codes.includes('internal') && (isPublic || codes.includes('unauthorized'))],
      ['known errors', codes.every((code) => code in PROBLEMS)],
      ['Idempotency-Key', header === (verb !== 'get' && !isPublic && !ANSWERED_ANEW.has(operationId ?? ''))],
      ['of the key', header === codes.includes('idempotency_mismatch')],
    ];
    return checks.filter(([, right]) => !right).map(([what]) => `${name}: ${what}`);
  });
  expect(faults).toEqual([]);
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

it('has an example of every event type that is handled', () => {
  const types = backend.app.get(StripeEventRegistry).ownedTypes();
  expect(Object.keys(document.webhooks ?? {})).toEqual(types);
  expect(types.length).toBeGreaterThan(90);
  for (const [type, item] of Object.entries(document.webhooks ?? {})) {
    const body = item.post?.requestBody;
    const media = body && 'content' in body ? body.content['application/json'] : undefined;
    expect(media?.example).toMatchObject({ type, object: 'event', data: { object: { object: expect.any(String) } } });
  }
});

it('of a route with all kinds of fields has their bounds, and refuses others', async () => {
  const probed = await startBackend({ extensions: [ProbeModule] });
  try {
    const { paths } = describeApi(probed.app);
    const body = paths['/stripe/probe/fields']?.post?.requestBody;
    expect(body && 'content' in body && body.content['application/json']?.schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: {
        amount: { type: 'integer', minimum: 1, maximum: 999_999_999_999 },
        currency: { type: 'string', pattern: '^[a-z]{3}$' },
        name: { type: 'string', minLength: 1, maxLength: 100 },
        successUrl: { type: 'string', format: 'uri', maxLength: 2_048 },
      },
    });
    expect(paths['/stripe/probe/items']?.get?.parameters).toMatchObject([
      {
        name: 'limit',
        in: 'query',
        required: false,
        schema: { type: 'integer', minimum: 1, maximum: 100 },
      },
      { name: 'cursor', in: 'query', required: false, schema: { type: 'string', maxLength: 400 } },
    ]);
    expect(paths['/stripe/probe/items/{id}']?.get?.parameters).toMatchObject([
      { name: 'id', in: 'path', required: true, schema: { type: 'string', pattern: '^(cus)_[A-Za-z0-9_]{1,250}$' } },
    ]);
  } finally {
    await probed.close();
  }
});

it('has a page at /docs that needs nothing from elsewhere', async () => {
  const page = await fetch(`${backend.url}/docs`);
  const html = await page.text();
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/script-src 'self'(;|$)/);
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/); // no inline script, which the policy would stop
  const files = [...html.matchAll(/(?:src|href)=['"]([^'"]+)['"]/g)].map(([, file]) => file ?? '');
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const url = new URL(file, `${backend.url}/docs`);
    expect(url.origin).toBe(new URL(backend.url).origin);
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    await answer.arrayBuffer(); // one that is left unread holds its connection, and the end of this file, for a minute
  }
});
