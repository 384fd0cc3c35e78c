import { SCOPES, type Scope } from '../../src/auth/caller.js';
import { call, createKey, signJwt } from '../support/api.js';
import { describedOperations, type DescribedOperation } from '../support/described.js';
import { CANCEL, startShop, SUCCESS, type Shop } from '../support/shop.js';

const closed = describedOperations().filter(({ scope }) => scope !== undefined);

let shop: Shop;
beforeAll(async () => {
  shop = await startShop('who-may-call');
});
afterAll(() => shop.close());

const ask = ({ method, path, body }: DescribedOperation, as?: string) =>
  call(shop.backend, method, path.replaceAll(/\{\w+\}/g, 'x'), {
    ...(as === undefined ? {} : { as }),
    ...(body === undefined ? {} : { body: { unknown: true } }), // that goes no further than its shape
  });

const bearers: readonly (readonly [string, (scopes: Scope[]) => Promise<string>])[] = [
  ['user', (scopes) => signJwt({ tenant: 't', scopes })],
  ['key', (scopes) => createKey(shop.backend, scopes, { tenantId: 't' })],
];

describe.each(closed.map((operation) => [operation.name, operation] as const))('%s', (_, operation) => {
  it('asks who calls', async () => {
    const { status, body } = await ask(operation);
    expect([status, body['code']]).toEqual([401, 'unauthorized']);
  });

  it.each(bearers)('asks a %s for its scope, and for no other', async (_kind, bearer) => {
    const needed = SCOPES.filter((scope) => scope === operation.scope || scope === operation.also);
    for (const scope of SCOPES) {
      const { status, body } = await ask(operation, await bearer([scope]));
      if (needed.length === 1 && scope === operation.scope)
        expect([401, 'forbidden']).not.toContain(status === 401 ? status : body['code']);
      else expect([scope, status, body['code']]).toEqual([scope, 403, 'forbidden']);
    }
    for (const lacking of needed) {
      const { body } = await ask(operation, await bearer(SCOPES.filter((scope) => scope !== lacking)));
      expect(body['code']).toBe('forbidden');
    }
    const { status, body } = await ask(operation, await bearer(needed));
    expect([401, 'forbidden']).not.toContain(status === 401 ? status : body['code']);
  });
});

/** Requests that name something of one tenant's, by the operation; they come in this order. */
async function requestsOfOwner(): Promise<Readonly<Record<string, OwnRequest>>> {
  const { monthly, yearly } = shop.sell('pro', 3_000);
  const { subscription } = await shop.subscribe('owner', monthly);
  const urls = { successUrl: SUCCESS, cancelUrl: CANCEL };
  const opened = await shop.ask('POST', '/stripe/checkout/sessions', {
    tenant: 'owner',
    body: { price: monthly, allowSecondSubscription: true, ...urls },
  });
  await shop.settled();
  const [charge] = await shop.backend.query<{ id: string }>('SELECT id FROM charges');
  const refund = { charge: charge?.id, amount: 100 };
  const as = await signJwt({ tenant: 'owner', scopes: SCOPES });
  const { body: refunded } = await shop.ask('POST', '/stripe/refunds', { as, body: refund });
  const { body: seller } = await shop.ask('POST', '/stripe/connect/accounts', { as, body: { country: 'US' } });
  const account = `/stripe/connect/accounts/${String(seller['id'])}`;
  const link = { returnUrl: CANCEL, refreshUrl: CANCEL };
  return {
    'GET /stripe/checkout/sessions/{id}': { path: `/stripe/checkout/sessions/${String(opened.body['id'])}` },
    'GET /stripe/entitlements/{tenantId}': { path: '/stripe/entitlements/owner' },
    'GET /stripe/subscription': { path: `/stripe/subscription?subscription=${subscription}` },
    'GET /stripe/refunds/{id}': { path: `/stripe/refunds/${String(refunded['id'])}` },
    'POST /stripe/refunds': { body: refund },
    'GET /stripe/connect/accounts/{id}': { path: account },
    'POST /stripe/connect/accounts/{id}/onboarding-link': { path: `${account}/onboarding-link`, body: link },
    'POST /stripe/connect/accounts/{id}/login-link': { path: `${account}/login-link`, body: {} },
    'POST /stripe/portal/sessions': { body: { returnUrl: CANCEL, flow: 'cancel', subscription } },
    'POST /stripe/subscription/change/preview': { body: { price: yearly, subscription } },
    'POST /stripe/subscription/change': { body: { price: yearly, subscription } },
    'POST /stripe/subscription/cancel': { body: { subscription } },
    'POST /stripe/subscription/resume': { body: { subscription } },
  };
}

interface OwnRequest {
  readonly path?: string;
  readonly body?: object;
}

describe('what is another tenant’s is not there', () => {
  /** Everybody's, and what is the platform's alone to do. */
  const SHARED = new Set(['GET /stripe/plans/{id}', 'POST /stripe/connect/accounts/{id}/checkout/sessions']);
  const OF_A_TENANT = ['subscription', 'charge', 'paymentIntent', 'customer', 'refund'];

  let requests: Readonly<Record<string, OwnRequest>>;
  beforeAll(async () => {
    requests = await requestsOfOwner();
  });

  const status = async (tenant: string, name: string, { path, body }: OwnRequest) => {
    const [method = '', template = ''] = name.split(' ');
    const as = await signJwt({ tenant, scopes: SCOPES });
    const answer = await call(shop.backend, method, path ?? template, { as, ...(body ? { body } : {}) });
    return [name, answer.status, answer.body['code']];
  };

  it('of every operation that takes the id of a tenant’s object', () => {
    const takesOne = closed.filter(({ name, scope, path, parameters, body }) => {
      if (['operations', 'payloads', 'reports'].includes(scope ?? '') || SHARED.has(name)) return false;
      const fields = [...parameters.map((parameter) => parameter.name), ...Object.keys(body?.properties ?? {})];
      return path.includes('{') || fields.some((field) => OF_A_TENANT.includes(field));
    });
    expect(Object.keys(requests).toSorted()).toEqual(takesOne.map(({ name }) => name).toSorted());
  });

  it('for others', async () => {
    for (const [name, request] of Object.entries(requests)) {
      expect(await status('other', name, request)).toEqual([name, 404, 'not_found']);
    }
  });

  it('but for its own', async () => {
    const NOT_YET = 'POST /stripe/connect/accounts/{id}/login-link';
    for (const [name, request] of Object.entries(requests)) {
      const code = name === NOT_YET ? 'onboarding_incomplete' : undefined;
      expect([name, expect.any(Number), code]).toEqual(await status('owner', name, request));
    }
  });
});
