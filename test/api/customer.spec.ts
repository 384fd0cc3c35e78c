import { createKey, type CallOptions } from '../support/api.js';
import { startShop, type Shop } from '../support/shop.js';

type As = CallOptions & { readonly tenant?: string };

let shop: Shop;

beforeAll(async () => {
  shop = await startShop('customer');
});
afterAll(() => shop.close());
beforeEach(() => shop.sandbox.faults.clear());

const read = (as: As) => shop.ask('GET', '/stripe/customer', as);
const change = (body: object, as: As) =>
  shop.ask<Record<string, unknown> & { errors?: { pointer: string }[] }>('PATCH', '/stripe/customer', { ...as, body });

let tenants = 0;
async function newCustomer() {
  const tenant = `customer_of_${(tenants += 1)}`;
  const { id } = shop.sandbox.engine.customers.create({
    email: 'jenny@example.com',
    name: 'Jenny Rosen',
    metadata: { tenant_id: tenant },
  });
  await shop.settled();
  return { tenant, id };
}
const taxIdsAt = (customer: string) =>
  shop.sandbox.engine.store.taxIds.values().flatMap((taxId) => (taxId.customer === customer ? [taxId.value] : []));

const EMPTY = { line1: null, line2: null, city: null, state: null, postalCode: null };

describe('the customer', () => {
  it('is the tenant’s own, as Stripe has it now', async () => {
    const { tenant, id } = await newCustomer();
    shop.sandbox.engine.customers.update(id, { address: { country: 'DE', city: 'Berlin' } }); // not delivered yet
    expect(await read({ tenant })).toMatchObject({
      status: 200,
      body: {
        id,
        name: 'Jenny Rosen',
        email: 'jenny@example.com',
        address: { ...EMPTY, city: 'Berlin', country: 'DE' },
        taxIds: [],
        delinquent: false,
      },
    });
    expect(await read({ tenant: 'nobody' })).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await change({ name: 'x' }, { tenant: 'nobody' })).status).toBe(404);
    expect((await read({ as: await createKey(shop.backend, ['billing']) })).body['code']).toBe('tenant_required');
    expect((await read({ as: await createKey(shop.backend, ['reports']) })).status).toBe(403);
  });

  it('that was deleted is none', async () => {
    const { tenant, id } = await newCustomer();
    shop.sandbox.engine.customers.delete(id);
    expect((await read({ tenant })).status).toBe(404); // before and after the event
    await shop.settled();
    expect((await read({ tenant })).status).toBe(404);
  });
});

describe('a change', () => {
  it('changes what it names, and is answered with all', async () => {
    const { tenant, id } = await newCustomer();
    const address = { line1: 'Hauptstr. 1', city: 'Berlin', postalCode: '10115', country: 'DE' };
    const { status, body } = await change({ name: 'Acme GmbH', address }, { tenant });
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ id, name: 'Acme GmbH', email: 'jenny@example.com', address: { ...EMPTY, ...address } }),
    ]);
    const moved = await change({ address: { country: 'FR' } }, { tenant });
    expect(moved.body['address']).toEqual({ ...EMPTY, country: 'FR' });
    const taken = await change({ address: null, name: null, email: null }, { tenant });
    expect(taken.body).toMatchObject({ address: null, name: null, email: null });
    await shop.settled();
    expect(await shop.backend.query('SELECT name, email FROM customers WHERE id = $1', [id])).toEqual([
      { name: null, email: null },
    ]);
  });

  it('leaves who did it in the audit log, and no personal data', async () => {
    const { tenant, id } = await newCustomer();
    await change({ name: 'Erika Mustermann', email: 'erika@example.com' }, { tenant });
    const rows = await shop.backend.query('SELECT * FROM audit_log WHERE object_id = $1 ORDER BY id', [id]);
    const entry = { action: 'customer.update', after: { name: 'changed', email: 'changed' } };
    expect(rows).toMatchObject([
      { ...entry, outcome: 'requested' },
      { ...entry, outcome: 'done' },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/Erika|erika@/);
  });

  it('of the tax id replaces the former ones, once', async () => {
    const { tenant, id } = await newCustomer();
    const taxId = (value: string) => change({ taxId: { type: 'eu_vat', value } }, { tenant });
    expect((await taxId('DE123456789')).body['taxIds']).toMatchObject([
      { type: 'eu_vat', value: 'DE123456789', country: 'DE', status: 'pending' },
    ]);
    await taxId('DE 123 456 789'); // the same one
    expect(taxIdsAt(id)).toEqual(['DE123456789']);
    await taxId('DE987654321');
    expect(taxIdsAt(id)).toEqual(['DE987654321']);
    expect((await change({ taxId: null }, { tenant })).body['taxIds']).toEqual([]);
    expect(taxIdsAt(id)).toEqual([]);
  });

  it('that fails at the tax id changes nothing', async () => {
    const { tenant, id } = await newCustomer();
    await change({ taxId: { type: 'eu_vat', value: 'DE123456789' } }, { tenant });
    const path = `/v1/customers/${id}/tax_ids`;
    shop.sandbox.faults.add({ fault: 'rate_limit', retryAfter: 2, method: 'POST', path });
    const busy = await change({ name: 'Other', taxId: { type: 'eu_vat', value: 'FR12345678901' } }, { tenant });
    expect([busy.status, busy.body['code']]).toEqual([503, 'stripe_busy']);
    expect((await read({ tenant })).body).toMatchObject({ name: 'Jenny Rosen', taxIds: [{ value: 'DE123456789' }] });
  });

  it('sent twice with one key is made once', async () => {
    const { tenant, id } = await newCustomer();
    const headers = { 'idempotency-key': 'save' };
    const body = { taxId: { type: 'eu_vat', value: 'DE123456789' } };
    shop.sandbox.faults.add({
      fault: 'reset',
      done: true,
      method: 'POST',
      path: `/v1/customers/${id}/tax_ids`,
      times: 2,
    });
    expect((await change(body, { tenant, headers })).body['code']).toBe('outcome_unknown');
    expect((await change(body, { tenant, headers })).status).toBe(200);
    expect((await change(body, { tenant, headers })).headers.get('idempotent-replayed')).toBe('true');
    expect(taxIdsAt(id)).toEqual(['DE123456789']);
  });

  it.each<[string, object, string]>([
    ['nothing', {}, ''],
    ['a balance', { name: 'x', balance: -100_000 }, '/balance'],
    ['metadata', { name: 'x', metadata: { tenant_id: 'other' } }, '/metadata'],
    ['another customer', { id: 'cus_1', name: 'x' }, '/id'],
    ['an empty name', { name: '' }, '/name'],
    ['a long name', { name: 'x'.repeat(257) }, '/name'],
    ['U+0000', { name: 'a\0b' }, '/name'],
    ['no mail address', { email: 'a@b@c' }, '/email'],
    ['a header in it', { email: 'a@b.example\r\nBcc: c@d.example' }, '/email'],
    ['a country in full', { address: { country: 'Germany' } }, '/address/country'],
    ['no country', { address: { city: 'Berlin' } }, '/address/country'],
    ['an unknown part', { address: { country: 'DE', planet: 'Earth' } }, '/address/planet'],
    ['a tax id of no type', { taxId: { type: '../customers', value: '1234' } }, '/taxId/type'],
    ['a tax id that is none', { taxId: { type: 'eu_vat', value: '<script>' } }, '/taxId/value'],
  ])('with %s is refused', async (_, body, pointer) => {
    const { status, body: problem } = await change(body, { tenant: 'customer_of_1' });
    expect([status, problem.errors?.map((fault) => fault.pointer)]).toEqual([400, [pointer]]);
  });
});
