import { startBackend, type Backend } from './support/backend.js';
import { post, stripeEvent, type EventFields } from './support/signed-event.js';

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

const T = 1_750_000_000;
const deliver = async (events: Record<string, unknown>[]) => {
  for (const event of events) {
    expect((await post(`${backend.url}/webhooks/stripe`, event)).status).toBe(200);
    await backend.settled();
  }
};
const verdictOf = async (event: Record<string, unknown>) => {
  const [row] = await backend.query('SELECT * FROM stripe_event_log WHERE stripe_event_id = $1', [event.id]);
  return [row?.verdict, row?.superseded_by ?? undefined].filter(Boolean);
};
const rowsOf = (table: string, id: string) =>
  backend.query(`SELECT * FROM ${table} WHERE id = $1 ORDER BY account`, [id]);

let serial = 0;
const nextId = (prefix: string) => `${prefix}_${(serial += 1)}`;
const customer = (id: string, name: string, fields: Partial<EventFields> = {}) =>
  stripeEvent({
    type: 'customer.updated',
    object: { id, object: 'customer', name, metadata: {} },
    created: T,
    ...fields,
  });

/** Every order of a short list. */
function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

describe('the row is a function of the set of events', () => {
  it('lets the newer event win, in any order', async () => {
    for (const order of [0, 1]) {
      const id = nextId('cus');
      const older = customer(id, 'older', { created: T });
      const newer = customer(id, 'newer', { created: T + 1 });
      await deliver(order === 0 ? [older, newer] : [newer, older]);
      expect(await rowsOf('customers', id)).toMatchObject([{ name: 'newer', stripe_event_id: newer.id }]);
      expect(await verdictOf(newer)).toEqual(['applied']);
      expect(await verdictOf(older)).toEqual(order === 0 ? ['applied'] : ['superseded', newer.id]);
    }
  });

  it('keeps a deleted object deleted, without what was known of it', async () => {
    const id = nextId('cus');
    const gone = customer(id, 'Jenny', { type: 'customer.deleted', created: T + 5 });
    const late = customer(id, 'Jenny', { created: T + 1 });
    await deliver([gone, late]);
    expect(await rowsOf('customers', id)).toMatchObject([{ name: null, deleted_at: new Date((T + 5) * 1000) }]);
    expect(await verdictOf(late)).toEqual(['superseded', gone.id]);
  });

  it('puts creation first and deletion last within one second', async () => {
    for (const kinds of permutations(['created', 'updated', 'deleted'])) {
      const id = nextId('cus');
      await deliver(kinds.map((kind) => customer(id, kind, { type: `customer.${kind}` })));
      expect(await rowsOf('customers', id)).toMatchObject([{ name: null, deleted_at: expect.any(Date) as Date }]);
    }
  });

  it('follows a chain of three updates within one second, in every order', async () => {
    for (const order of permutations([1, 2, 3])) {
      const id = nextId('cus');
      await deliver(order.map((n) => customer(id, `v${n}`, { previous: { name: `v${n - 1}` } })));
      expect(await rowsOf('customers', id)).toMatchObject([{ name: 'v3' }]);
    }
  });

  it('settles a ring alike in every order, and says that it could not know', async () => {
    const shown = new Set<unknown>();
    for (const order of permutations([0, 1, 2])) {
      const id = nextId('cus');
      const ring = [0, 1, 2].map((n) =>
        customer(id, `v${n}`, { previous: { name: `v${(n + 2) % 3}` }, id: `evt_${id}_${n}` }),
      );
      await deliver(order.map((n) => ring[n] ?? {}));
      shown.add((await rowsOf('customers', id))[0]?.name);
      const verdicts = await Promise.all(ring.map(verdictOf));
      expect(verdicts.flat()).toContain('ambiguous');
    }
    expect([...shown]).toEqual(['v2']);
  });

  it('takes two ids for one fact as one, and two types with one snapshot as applied', async () => {
    const id = nextId('in');
    const paid = { id, object: 'invoice', status: 'paid', amount_paid: 5, currency: 'usd' };
    const first = stripeEvent({ type: 'invoice.paid', object: paid, created: T });
    const twin = { ...first, id: 'evt_1twin' };
    const succeeded = stripeEvent({ type: 'invoice.payment_succeeded', object: paid, created: T });
    await deliver([first, twin, succeeded]);
    expect(await verdictOf(twin)).toEqual(['duplicate', first.id]);
    expect(await verdictOf(succeeded)).toEqual(['applied']);
  });

  it('takes snapshots that differ in links made anew only as one, and keeps the newest link', async () => {
    const kinds = [
      ['invoice.updated', 'invoice', 'invoices', 'hosted_invoice_url'],
      ['invoice.updated', 'invoice', 'invoices', 'invoice_pdf'],
      ['charge.updated', 'charge', 'charges', 'receipt_url'],
      ['credit_note.updated', 'credit_note', 'credit_notes', 'pdf'],
    ] as const;
    for (const [type, object, table, link] of kinds) {
      const shown = new Set<unknown>();
      for (const order of [0, 1]) {
        const id = nextId('obj');
        const told = (secret: string, created: number) =>
          stripeEvent({
            id: `evt_${id}_${secret}`,
            type,
            object: { id, object, [link]: `https://x/?s=${secret}` },
            created,
          });
        const twins = [told('a', T), told('b', T)];
        await deliver(order === 0 ? twins : twins.toReversed());
        for (const event of twins) expect((await verdictOf(event))[0]).not.toBe('ambiguous');
        shown.add((await rowsOf(table, id))[0]?.[link]);
        await deliver([told('c', T + 1)]);
        expect(await rowsOf(table, id)).toMatchObject([{ [link]: 'https://x/?s=c' }]);

        // a link that is there and one that is not are two states
        const without = stripeEvent({ type, object: { id, object, [link]: null }, created: T + 1 });
        await deliver([without]);
        expect(await verdictOf(without)).toEqual(['ambiguous']);
      }
      expect([...shown]).toEqual(['https://x/?s=a']);
    }
  });

  it('orders steps that can never be undone', async () => {
    for (const order of permutations(['draft', 'open', 'paid'])) {
      const id = nextId('in');
      await deliver(
        order.map((status) =>
          stripeEvent({ type: 'invoice.finalized', object: { id, object: 'invoice', status }, created: T }),
        ),
      );
      expect(await rowsOf('invoices', id)).toMatchObject([{ status: 'paid' }]);
    }
  });

  it('does not count an unhandled or unmappable event of the same second', async () => {
    const id = nextId('ch');
    const charge = (type: string, fields: object) =>
      stripeEvent({ type, object: { id, object: 'charge', amount: 5, currency: 'usd', ...fields }, created: T });
    const odd = charge('charge.updated', { amount: 0.5, status: 'failed' });
    const unhandled = charge('charge.made_up', { status: 'failed' });
    const good = charge('charge.succeeded', { status: 'succeeded' });
    await deliver([odd, unhandled, good]);
    expect(await rowsOf('charges', id)).toMatchObject([{ status: 'succeeded', stripe_event_id: good.id }]);
    expect(await verdictOf(good)).toEqual(['applied']);
  });

  it('keeps accounts apart that have the same object id', async () => {
    const id = nextId('cus');
    await deliver([
      customer(id, 'own', { created: T }),
      customer(id, 'theirs', { created: T + 9, account: 'acct_1' }),
      customer(id, 'own, newer', { created: T + 1 }),
    ]);
    expect(await rowsOf('customers', id)).toMatchObject([
      { account: '', name: 'own, newer' },
      { account: 'acct_1', name: 'theirs' },
    ]);
  });

  it('does not mix objects of several kinds that have one id, for merchants choose ids', async () => {
    const id = nextId('gold');
    const updated = (object: string, fields: Record<string, unknown>, previous: Record<string, unknown>) =>
      stripeEvent({ type: `${object}.updated`, object: { id, object, ...fields }, previous, created: T });
    // one chain, were they one object: each shows what the next one says was before
    const events = [
      updated('plan', { nickname: 'b', name: 'a' }, { nickname: 'a' }),
      updated('price', { nickname: 'c', name: 'b' }, { nickname: 'b' }),
      updated('product', { name: 'd', nickname: 'c' }, { nickname: 'c' }),
      updated('coupon', { name: 'e', nickname: 'd' }, { name: 'd' }),
    ];
    for (const order of [events, events.toReversed()]) {
      await deliver(order);
      expect(await rowsOf('plans', id)).toMatchObject([{ nickname: 'b' }]);
      expect(await rowsOf('prices', id)).toMatchObject([{ nickname: 'c' }]);
      expect(await rowsOf('products', id)).toMatchObject([{ name: 'd' }]);
      expect(await rowsOf('coupons', id)).toMatchObject([{ name: 'e' }]);
    }
    for (const event of events) expect(await verdictOf(event)).toEqual(['applied']);
  });

  it('keeps one row for a discount without an id, by what it hangs on', async () => {
    for (const order of permutations(['created', 'updated', 'deleted'])) {
      const [holder, subscription] = [nextId('cus'), nextId('sub')];
      const discount = (step: string, fields: Record<string, unknown>) =>
        stripeEvent({
          type: `customer.discount.${step}`,
          object: { object: 'discount', customer: holder, coupon: { id: step }, ...fields },
          created: T,
          apiVersion: '2017-08-15',
        });
      await deliver([
        ...order.map((step) => discount(step, { subscription })),
        ...order.filter((step) => step !== 'deleted').map((step) => discount(step, {})),
      ]);
      expect(await rowsOf('discounts', subscription)).toMatchObject([
        { coupon_id: null, deleted_at: expect.any(Date) as Date },
      ]);
      expect(await rowsOf('discounts', holder)).toMatchObject([{ coupon_id: 'updated', deleted_at: null }]);
    }
  });

  it('replaces the rows that a parent owns', async () => {
    const id = nextId('sub');
    const item = (n: number) => ({
      id: `si_${id}_${n}`,
      object: 'subscription_item',
      quantity: n,
      price: { id: `price_${n}` },
    });
    const subscription = (created: number, ...items: number[]) =>
      stripeEvent({
        type: 'customer.subscription.updated',
        object: { id, object: 'subscription', customer: 'cus_x', status: 'active', items: { data: items.map(item) } },
        created,
      });
    await deliver([subscription(T, 1, 2), subscription(T + 1, 2, 3)]);
    const items = await backend.query('SELECT * FROM subscription_items WHERE parent_id = $1 ORDER BY id', [id]);
    expect(items).toMatchObject([{ price_id: 'price_2' }, { price_id: 'price_3', quantity: '3' }]);
  });
});

describe('a refund that old API versions embed in its charge', () => {
  const refund = (id: string, status: string) => ({
    id,
    object: 'refund',
    amount: 3,
    currency: 'usd',
    status,
    charge: 'ch',
  });
  const charge = (id: string, created: number, refunds: object[], fields: Partial<EventFields> = {}) =>
    stripeEvent({
      type: 'charge.refunded',
      object: { id, object: 'charge', amount: 5, currency: 'usd', status: 'succeeded', refunds: { data: refunds } },
      created,
      apiVersion: '2020-08-27',
      ...fields,
    });

  it('has a row, also when its charge is known in a newer state already', async () => {
    const [ch, re] = [nextId('ch'), nextId('re')];
    await deliver([charge(ch, T + 1, []), charge(ch, T, [refund(re, 'pending')])]);
    expect(await rowsOf('refunds', re)).toMatchObject([{ status: 'pending' }]);
  });

  it('yields to an event of its own in the same second, in any order', async () => {
    for (const order of [0, 1]) {
      const [ch, re] = [nextId('ch'), nextId('re')];
      const embedded = charge(ch, T, [refund(re, 'pending')]);
      const own = stripeEvent({ type: 'refund.updated', object: refund(re, 'succeeded'), created: T });
      await deliver(order === 0 ? [embedded, own] : [own, embedded]);
      expect(await rowsOf('refunds', re)).toMatchObject([{ status: 'succeeded', stripe_event_id: own.id }]);
    }
  });

  it('follows the later of two charges of one second, in any order', async () => {
    for (const order of [0, 1]) {
      const [ch, re] = [nextId('ch'), nextId('re')];
      const first = charge(ch, T, [refund(re, 'pending')]);
      const later = charge(ch, T, [refund(re, 'failed')], {
        type: 'charge.updated',
        previous: { refunds: { data: [refund(re, 'pending')] } },
      });
      await deliver(order === 0 ? [first, later] : [later, first]);
      expect(await rowsOf('refunds', re)).toMatchObject([{ status: 'failed' }]);
    }
  });
});
