import { ModulesContainer, Reflector } from '@nestjs/core';
import { accessOf } from '../../src/auth/access.js';
import { SCOPES } from '../../src/auth/caller.js';
import { call, createKey, signJwt } from '../support/api.js';
import { startBackend, type Backend } from '../support/backend.js';
import { ProbeModule } from '../support/probe.controller.js';
import { post, stripeEvent } from '../support/signed-event.js';

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend({ extensions: [ProbeModule] });
});
afterAll(() => backend.close());

const get = (path: string, as?: string, headers: Record<string, string> = {}) =>
  call(backend, 'GET', path, { ...(as === undefined ? {} : { as }), headers });

/** Who may call each route of each controller; undefined: nobody. */
function routes(): [string, string | undefined][] {
  const reflector = backend.app.get(Reflector);
  const controllers = [...backend.app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => {
    if (!metatype) return [];
    const prototype = Object.getOwnPropertyDescriptors(metatype.prototype);
    return Object.entries(prototype).flatMap(([name, { value }]): [string, string | undefined][] => {
      if (name === 'constructor' || typeof value !== 'function' || Reflect.getMetadata('path', value) === undefined)
        return [];
      const access = accessOf(reflector, {
        getHandler: () => value,
        getClass: () => metatype as never,
      });
      return [[`${metatype.name}.${name}`, access]];
    });
  });
}

describe('who may call what', () => {
  it('every route of ours says so, and these are public', () => {
    const ours = routes().filter(([name]) => !/^(Probe|Scoped)Controller/.test(name));
    expect(ours.length).toBeGreaterThan(4);
    expect(ours.filter(([, access]) => access === undefined)).toEqual([]);
    expect(ours.filter(([, access]) => access === 'public').map(([name]) => name)).toEqual([
      'WebhooksController.receive',
      'MetricsController.show', // with a guard of its own
      'SessionController.current', // the console's: its page bears a mark, and the token is in the body
      'SessionController.open',
      'SessionController.end',
      'HealthController.check',
      'HealthController.live',
    ]);
  });

  it('a route that does not is open to nobody', async () => {
    const everything = await createKey(backend, SCOPES);
    for (const as of [undefined, 'nonsense', everything, await signJwt({ tenant: 't', scopes: SCOPES })]) {
      const { status, body } = await get('/probe/undecided', as);
      expect([status, body['code'], body['undecided']]).toEqual([403, 'forbidden', undefined]);
    }
  });

  it('a public route asks for no token, and looks at none', async () => {
    expect((await get('/probe/public')).body).toEqual({ open: true });
    expect((await get('/probe/public', 'nonsense')).status).toBe(200);
    expect((await get('/probe/public-caller', await createKey(backend, SCOPES))).status).toBe(403);
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health', 'nonsense')).status).toBe(200);
  });

  it.each(['/webhooks/stripe', '/api/webhooks/stripe', '/stripe/webhook'])(
    '%s asks for a signature alone',
    async (path) => {
      expect((await post(`${backend.url}${path}`, stripeEvent({ type: 'any', object: {} }))).status).toBe(200);
      const unsigned = await call(backend, 'POST', path, { as: await createKey(backend, SCOPES), body: {} });
      expect([unsigned.status, unsigned.body['code']]).toEqual([400, 'invalid_webhook']);
    },
  );

  describe.each(['key', 'user'] as const)('a %s', (kind) => {
    const bearer = (scopes: (typeof SCOPES)[number][]) =>
      kind === 'key' ? createKey(backend, scopes) : signJwt({ tenant: 't', scopes });

    it.each(SCOPES)('with the scope %s may call what needs it, and nothing else', async (scope) => {
      const as = await bearer([scope]);
      for (const needed of SCOPES) {
        const { status, body, headers } = await get(`/probe/${needed}`, as);
        expect([needed, status]).toEqual([needed, needed === scope ? 200 : 403]);
        if (needed === scope) continue;
        expect(body).toMatchObject({ code: 'forbidden', title: `The caller lacks the scope \`${needed}\`.` });
        expect(headers.get('www-authenticate')).toContain(`error="insufficient_scope", scope="${needed}"`);
      }
    });

    it("the method's word counts before its controller's", async () => {
      const [billing, operations] = [await bearer(['billing']), await bearer(['operations'])];
      const status = async (path: string, as?: string) => (await get(path, as)).status;
      expect([await status('/scoped/class', operations), await status('/scoped/class', billing)]).toEqual([200, 403]);
      expect([await status('/scoped/method', operations), await status('/scoped/method', billing)]).toEqual([403, 200]);
      expect(await status('/scoped/public')).toBe(200);
    });
  });

  it('a user whose token does not speak of scopes has billing; one whose token speaks of others has none', async () => {
    const silent = await signJwt({ tenant: 't' });
    const statuses = await Promise.all(SCOPES.map(async (scope) => (await get(`/probe/${scope}`, silent)).status));
    expect(statuses).toEqual([200, 403, 403, 403, 403]);
    const speaking = await signJwt({ tenant: 't', scopes: [] });
    expect((await get('/probe/billing', speaking)).status).toBe(403);
  });
});

describe('for whom a caller acts', () => {
  const seen = async (as: string, headers: Record<string, string> = {}) => {
    const { status, body } = await get('/probe/billing', as, headers);
    return status === 200 ? [body['tenantId'], body['account']] : [status, body['code']];
  };
  const tenant = (id: string) => ({ 'Countinghouse-Tenant': id });
  const account = (id: string) => ({ 'Countinghouse-Account': id });

  it('a key that is bound to none says it by header', async () => {
    const key = await createKey(backend, ['billing']);
    expect(await seen(key)).toEqual([null, '']);
    expect(await seen(key, tenant('t_1'))).toEqual(['t_1', '']);
    expect(await seen(key, { ...tenant('t_1'), ...account('acct_1') })).toEqual(['t_1', 'acct_1']);
    expect(await seen(key, tenant('K%C3%B6ln%20%25'))).toEqual(['Köln %', '']);
  });

  it.each(['', '%', '%00', 'x'.repeat(501), '%ED%A0%80'])('%j names nobody', async (id) => {
    expect(await seen(await createKey(backend, ['billing']), tenant(id))).toEqual([400, 'invalid_id']);
  });

  it('who is bound acts for nobody else', async () => {
    const bound = await createKey(backend, ['billing'], { tenantId: 't_1' });
    const elsewhere = await createKey(backend, ['billing'], { account: 'acct_1' });
    const user = await signJwt({ tenant: 't_1' });
    const nobody = await signJwt({});
    for (const as of [bound, user]) {
      expect(await seen(as)).toEqual(['t_1', '']);
      expect(await seen(as, tenant('t_1'))).toEqual(['t_1', '']);
      expect(await seen(as, tenant('t_2'))).toEqual([403, 'bound_to_another']);
      expect(await seen(as, account('acct_1'))).toEqual([403, 'bound_to_another']);
    }
    expect(await seen(nobody, tenant('t_1'))).toEqual([403, 'bound_to_another']);
    expect(await seen(elsewhere, tenant('t_1'))).toEqual(['t_1', 'acct_1']);
    expect(await seen(elsewhere, account('acct_2'))).toEqual([403, 'bound_to_another']);
  });
});
