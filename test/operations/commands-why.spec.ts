import { jest } from '@jest/globals';
import type { CustomerPage } from '../../src/operations/customer-view/page/customer-page.answers.js';
import { call, createKey } from '../support/api.js';
import { countinghouseHere } from '../support/countinghouse.js';
import { startShop, type Shop } from '../support/shop.js';
import { stripeEvent } from '../support/signed-event.js';
import { deliver } from '../support/deliver.js';

jest.setTimeout(60_000);

let shop: Shop;
let jenny: string;
let second: string;

beforeAll(async () => {
  shop = await startShop('why command');
  const { engine } = shop.sandbox;
  const price = shop.sell('pro', 1_900, { features: 'sso' }).monthly;
  const metadata = { tenant_id: 'tenant_1' };
  jenny = engine.customers.create({ email: 'Jenny@Example.com', payment_method: 'pm_card_visa', metadata }).id;
  engine.subscriptions.create({ customer: jenny, items: [{ price }] });
  engine.advance(5);
  second = engine.customers.create({ email: 'second@example.com', metadata }).id;
  await shop.settled();
});
afterAll(() => shop.close());

const why = (...args: string[]) => countinghouseHere(['why', ...args], { DATABASE_URL: shop.backend.databaseUrl });
const pagesIn = (output: string) => (JSON.parse(output) as { data: CustomerPage[] }).data;

it('says that a customer has access, why, and of a feature why not', async () => {
  const { code, output, errors } = await why(jenny, '--feature', 'audit');
  expect([code, errors]).toEqual([0, '']);
  expect(output).toMatch(
    new RegExp(
      `^${jenny}, J•••@Example\\.com\\n  access    granted\\n  feature   audit: denied\\n` +
        '  tenant    tenant_1 by customer\\n  plan      pro, active\\n  features  sso \\(by plan\\)\\n\\n  grants   subscription_gives',
    ),
  );
  expect(output).toMatch(
    /\n  denies   feature_missing.*\n {11}\S.*\n {11}-> Move the customer to a plan that includes it/,
  );
  expect(output).not.toMatch(/jenny@/i);
});

it('is what HTTP answers', async () => {
  const as = await createKey(shop.backend, ['operations']);
  const { body } = await call<CustomerPage>(shop.backend, 'GET', `/operations/customers/${second}`, { as });
  const { code, output } = await why(second, '--json');
  expect([code, pagesIn(output)]).toEqual([0, [body]]);
});

it('finds by mail address, and by a tenant each of its customers', async () => {
  const byMail = await why(' jenny@example.COM ', '--json');
  expect(pagesIn(byMail.output).map(({ customer }) => customer.id)).toEqual([jenny]);
  const { output } = await why('tenant_1');
  expect(output.match(/^cus_\w+/gm)).toEqual([second, jenny]);
});

it('knows one of whom there is only an event that was given up, and says of nobody that there is none', async () => {
  const event = stripeEvent({ type: 'customer.updated', object: { id: 'cus_lost', object: 'customer' } });
  expect(await deliver(`${shop.backend.url}/webhooks/stripe`, event)).toBe(200);
  await shop.settled();
  await shop.backend.query(`DELETE FROM customers WHERE id = 'cus_lost'`);
  await shop.backend.query(`DELETE FROM tenant_customers WHERE customer_id = 'cus_lost'`);
  await shop.backend.query(`UPDATE stripe_event_log SET status = 'dead' WHERE object_key = 'cus_lost'`);
  expect(await why('cus_lost')).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^cus_lost\n  access    denied\n[\s\S]*  doubts   events_dead/) as string,
  });
  expect(await why('cus_nobody')).toMatchObject({ code: 2, output: '', errors: expect.stringContaining('no such') });
  expect(await why('nobody@example.com', '--json')).toMatchObject({ code: 2, output: '' });
  expect(await why(jenny, '--account', 'acct_another')).toMatchObject({ code: 2, output: '' });
  expect(await why('')).toMatchObject({ code: 1, output: '' });
});
