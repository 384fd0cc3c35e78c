import { createKey, type CallOptions } from '../support/api.js';
import { startShop, type Shop, type Sold } from '../support/shop.js';

interface Opened {
  readonly id: string;
  readonly url: string;
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string }[];
}
type As = CallOptions & { readonly tenant?: string };

const RETURN = 'https://app.example.com/billing';

let shop: Shop;
let basic: Sold;

beforeAll(async () => {
  shop = await startShop('portal');
  basic = shop.sell('basic', 1_000);
});
afterAll(() => shop.close());

const open = (body: object, as: As) =>
  shop.ask<Opened>('POST', '/stripe/portal/sessions', { ...as, body: { returnUrl: RETURN, ...body } });
const visit = ({ url }: Opened) => shop.sandbox.engine.portal.visit(url.split('/').at(-1) ?? '');

let tenants = 0;
async function subscriber() {
  const tenant = `visitor_${(tenants += 1)}`;
  return { tenant, ...(await shop.subscribe(tenant, basic.monthly)) };
}

describe('the portal', () => {
  it('is the tenant’s own customer’s', async () => {
    const { tenant, customer } = await subscriber();
    const { status, body } = await open({}, { tenant });
    expect([status, visit(body)]).toEqual([
      201,
      expect.objectContaining({ id: body.id, customer, return_url: RETURN, flow: null }),
    ]);
    expect(
      await shop.backend.query(`SELECT action, after FROM audit_log WHERE object_id = $1 AND tenant_id = $2`, [
        body.id,
        tenant,
      ]),
    ).toEqual([{ action: 'portal_session.create', after: { customer, flow: null } }]);
  });

  it('leads to one thing, and back', async () => {
    const { tenant, customer, subscription } = await subscriber();
    const after_completion = { type: 'redirect', redirect: { return_url: RETURN } };
    for (const [flow, expected] of [
      ['payment_method_update', { type: 'payment_method_update' }],
      ['cancel', { type: 'subscription_cancel', subscription_cancel: { subscription } }],
      ['change_plan', { type: 'subscription_update', subscription_update: { subscription } }],
    ] as const) {
      const { body } = await open({ flow }, { tenant });
      expect(visit(body)).toMatchObject({ customer, flow: { ...expected, after_completion } });
    }
    expect(visit((await open({ flow: 'cancel', subscription }, { tenant })).body)).toMatchObject({ customer });
  });

  it('is not there for who has bought nothing, or has nothing to change', async () => {
    expect(await open({}, { tenant: 'nobody' })).toMatchObject({ status: 409, body: { code: 'no_customer' } });
    const { tenant, customer, subscription } = await subscriber();
    shop.sandbox.engine.subscriptions.cancel(subscription);
    await shop.settled();
    expect((await open({ flow: 'cancel' }, { tenant })).body.code).toBe('no_live_subscription');
    expect((await open({}, { tenant })).status).toBe(201);
    shop.sandbox.engine.customers.delete(customer);
    await shop.settled();
    expect((await open({}, { tenant })).body.code).toBe('no_customer');
  });

  it('of another tenant’s subscription is not found', async () => {
    const { subscription } = await subscriber();
    const { tenant } = await subscriber();
    for (const flow of ['cancel', 'change_plan']) {
      expect(await open({ flow, subscription }, { tenant })).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
    }
  });

  it.each<[string, object, string]>([
    ['a customer', { customer: 'cus_1' }, '/customer'],
    ['a configuration', { configuration: 'bpc_1' }, '/configuration'],
    ['another flow', { flow: 'subscription_cancel' }, '/flow'],
    ['a subscription without its flow', { subscription: 'sub_1' }, '/subscription'],
    ['somebody else’s page', { returnUrl: 'https://evil.example.com/' }, '/returnUrl'],
    ['a script', { returnUrl: 'javascript:alert(1)' }, '/returnUrl'],
    ['a user in front', { returnUrl: 'https://app.example.com@evil.com' }, '/returnUrl'],
    ['no scheme', { returnUrl: '//evil.com' }, '/returnUrl'],
  ])('with %s is refused', async (_, body, pointer) => {
    const { status, body: problem } = await open(body, { tenant: 'visitor_1' });
    expect([status, problem.errors?.map((fault) => fault.pointer)]).toEqual([400, [pointer]]);
  });

  it('is for a tenant with the scope billing', async () => {
    const key = await createKey(shop.backend, ['billing']);
    expect((await open({}, { as: key })).body.code).toBe('tenant_required');
    expect((await open({}, { as: await createKey(shop.backend, ['refunds']) })).status).toBe(403);
  });
});
