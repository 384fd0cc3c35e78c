import { jest } from '@jest/globals';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { startBackend, type Backend } from './support/backend.js';
import { deliver } from './support/deliver.js';
import { inLanes } from './support/in-lanes.js';
import { post, signatureOf, stripeEvent, type EventFields } from './support/signed-event.js';

type Fields = Record<string, unknown>;

jest.setTimeout(120_000);

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

const T = 1_750_000_000;
const at = (second: number) => new Date((T + second) * 1000);
/** Requests at once. */
const AT_ONCE = 16;

const tell = async (...events: readonly Fields[]): Promise<void> => {
  for (const event of events) expect(await deliver(`${backend.url}/webhooks/stripe`, event)).toBe(200);
  await backend.settled();
};
const rowsOf = (table: string, account: string, on = backend) =>
  on.query<Fields>(`SELECT * FROM ${table} WHERE account = $1 ORDER BY id`, [account]);
const APPLICATION = { id: 'ca_1', object: 'application', name: 'Platform' };

/** Type, second, what differs then, and what Stripe tells of before; of several, in the order in which they happened. */
type Told = readonly [type: string, second: number, fields: Fields, previous?: Fields];

interface Life {
  readonly object: (account: string) => Fields;
  readonly told: readonly Told[];
  readonly table: string;
  readonly end: Fields;
}

const account = (id: string): Fields => ({ id, object: 'account', type: 'express', metadata: {} });
const due = (...currently_due: string[]) => ({ currently_due, past_due: [] });
const capability = { id: 'transfers', object: 'capability', requested: true, requirements: due() };
const person = { id: 'person_1', object: 'person', first_name: 'Ann', relationship: { representative: true } };
const bank = { id: 'ba_1', object: 'bank_account', currency: 'usd', last4: '6789', metadata: {} };

/** Fields of an application's event are those of the application, whatever the rest of the life tells of. */
const LIVES: Readonly<Record<string, Life>> = {
  'an account that is enabled, restricted, and leaves in that very second': {
    table: 'connected_account_standings',
    object: account,
    told: [
      ['account.updated', 0, { charges_enabled: false, requirements: due('external_account') }],
      [
        'account.updated',
        3,
        { charges_enabled: true, requirements: due() },
        { charges_enabled: false, requirements: { currently_due: ['external_account'] } },
      ],
      [
        'account.updated',
        3,
        { charges_enabled: true, requirements: due('company.tax_id') },
        { requirements: { currently_due: [] } },
      ],
      [
        'account.updated',
        3,
        { charges_enabled: false, requirements: { ...due('company.tax_id'), disabled_reason: 'rejected.other' } },
        { charges_enabled: true, requirements: { disabled_reason: null } },
      ],
      ['account.application.deauthorized', 3, APPLICATION],
    ],
    end: {
      charges_enabled: false,
      currently_due: ['company.tax_id'],
      disabled_reason: 'rejected.other',
      deauthorized_at: at(3),
    },
  },
  'an account that leaves, and changes afterwards': {
    table: 'connected_account_standings',
    object: account,
    told: [
      ['account.application.deauthorized', 3, APPLICATION],
      ['account.updated', 7, { charges_enabled: true }],
    ],
    end: { charges_enabled: true, deauthorized_at: at(3) },
  },
  'an account of which nothing is known but that it has left': {
    table: 'connected_account_standings',
    object: account,
    told: [['account.application.deauthorized', 3, APPLICATION]],
    end: { charges_enabled: null, deauthorized_at: at(3) },
  },
  'an account that leaves and comes back': {
    table: 'connected_account_standings',
    object: account,
    told: [
      ['account.application.authorized', 0, APPLICATION],
      ['account.application.deauthorized', 5, APPLICATION],
      ['account.updated', 5, { payouts_enabled: true }],
      ['account.application.authorized', 9, APPLICATION],
    ],
    end: { payouts_enabled: true, deauthorized_at: null },
  },
  'an account that comes and leaves within a second': {
    table: 'connected_account_authorizations',
    object: account,
    told: [
      ['account.application.authorized', 0, APPLICATION],
      ['account.application.deauthorized', 0, APPLICATION],
      ['account.updated', 0, { charges_enabled: true }],
    ],
    end: { application_id: null, deleted_at: at(0) },
  },
  'a capability that becomes active in one second': {
    table: 'capabilities',
    object: () => capability,
    told: [
      ['capability.updated', 0, { status: 'inactive' }],
      ['capability.updated', 4, { status: 'pending' }, { status: 'inactive' }],
      ['capability.updated', 4, { status: 'active' }, { status: 'pending' }],
      [
        'capability.updated',
        4,
        { status: 'active', requirements: due('company.tax_id') },
        { requirements: { currently_due: [] } },
      ],
    ],
    end: { id: 'transfers', status: 'active', currently_due: ['company.tax_id'] },
  },
  'a bank account that is noted, replaced and gone in one second': {
    table: 'external_accounts',
    object: () => bank,
    told: [
      ['account.external_account.created', 0, {}],
      ['account.external_account.updated', 0, { metadata: { book: '7' } }, { metadata: { book: null } }],
      ['account.external_account.deleted', 0, {}],
    ],
    end: { last4: null, deleted_at: at(0) },
  },
  'a card that is verified': {
    table: 'external_accounts',
    object: () => ({ ...bank, object: 'card', brand: 'Visa', exp_year: 2030 }),
    told: [
      ['account.external_account.created', 0, { default_for_currency: false }],
      ['account.external_account.updated', 0, { default_for_currency: true }, { default_for_currency: false }],
    ],
    end: { type: 'card', brand: 'visa', exp_year: 2030, default_for_currency: true, deleted_at: null },
  },
  'a person who is looked at': {
    table: 'persons',
    object: () => person,
    told: [
      ['person.created', 0, { verification: { status: 'unverified' } }],
      [
        'person.updated',
        0,
        { verification: { status: 'pending' }, requirements: due() },
        { verification: { status: 'unverified' } },
      ],
      [
        'person.updated',
        0,
        { verification: { status: 'verified' }, requirements: due() },
        { verification: { status: 'pending' } },
      ],
    ],
    end: { representative: true, verification_status: 'verified', currently_due: [], deleted_at: null },
  },
  'a person who goes': {
    table: 'persons',
    object: () => person,
    told: [
      ['person.created', 0, { verification: { status: 'unverified' } }],
      ['person.updated', 6, { verification: { status: 'pending' } }, { verification: { status: 'unverified' } }],
      ['person.deleted', 6, { verification: { status: 'pending' } }],
    ],
    end: { representative: null, verification_status: null, deleted_at: at(6) },
  },
};

function permutations<X>(items: readonly X[]): X[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

let accounts = 0;
const newAccount = () => `acct_${(accounts += 1)}`;

it.each(Object.entries(LIVES))(
  '%s ends alike in every order, each event told twice',
  async (_, { object, told, table, end }) => {
    const orders = permutations(told).map((order) => ({ order, here: newAccount() }));
    await inLanes(orders, AT_ONCE, async ({ order, here }) => {
      const events = order.map((one) => {
        const [type, second, fields, previous] = one;
        const whole = fields === APPLICATION ? fields : { ...object(here), ...fields };
        const id = `evt_${here}_${told.indexOf(one)}`;
        const known = previous ? { previous } : {};
        return stripeEvent({ id, type, account: here, created: T + second, object: whole, ...known });
      });
      for (const event of [...events, ...events.toReversed()]) {
        expect(await deliver(`${backend.url}/webhooks/stripe`, event)).toBe(200);
      }
    });
    await backend.settled(60_000);
    const here = orders.map((one) => one.here);
    const rows = await backend.query<Fields>(`SELECT * FROM ${table} WHERE account = ANY ($1)`, [here]);
    expect(rows).toHaveLength(orders.length);
    for (const row of rows) expect(row).toMatchObject(end);
    const log = await backend.query<Fields>(
      `SELECT count(*)::int AS events,
              count(*) FILTER (WHERE verdict IN ('applied', 'superseded', 'duplicate'))::int AS decided
         FROM stripe_event_log WHERE account = ANY ($1)`,
      [here],
    );
    expect(log).toEqual([{ events: orders.length * told.length, decided: orders.length * told.length }]);
  },
);

/** One of each type for one account, all with the same ids in every account. */
const everything = (of: string | undefined, mark: string): Fields[] => {
  const told = (type: string, object: Fields, second = 0) =>
    stripeEvent({ type, object, created: T + second, ...(of === undefined ? {} : { account: of }) });
  return [
    told('account.updated', { ...account('acct_same'), country: mark }),
    told('capability.updated', { ...capability, status: mark }),
    told('account.external_account.created', { ...bank, bank_name: mark }),
    told('person.created', { ...person, verification: { status: mark } }),
    told('payout.created', { id: 'po_same', object: 'payout', status: mark, amount: 1, currency: 'usd' }),
    told('customer.created', { id: 'cus_same', object: 'customer', name: mark, metadata: {} }),
    ...(of === undefined ? [] : [told('account.application.authorized', { ...APPLICATION, id: mark })]),
  ];
};
const MARKS: Readonly<Record<string, string>> = {
  connected_accounts: 'country',
  capabilities: 'status',
  external_accounts: 'bank_name',
  persons: 'verification_status',
  payouts: 'status',
  customers: 'name',
};

it('accounts with equal ids never touch each other, nor the own account', async () => {
  const [one, two] = [newAccount(), newAccount()];
  const [own, ...others] = [everything(undefined, 'own'), everything(one, 'one'), everything(two, 'two')];
  await inLanes([...others.flat(), ...own], AT_ONCE, (event) => tell(event));
  const leaving = { type: 'account.application.deauthorized', object: APPLICATION, created: T + 5 };
  const gone = { type: 'person.deleted', object: person, created: T + 5 };
  await tell(stripeEvent({ ...leaving, account: one }), stripeEvent({ ...gone, account: two }));

  for (const [table, column] of Object.entries(MARKS)) {
    for (const [of, mark] of [
      ['', 'own'],
      [one, 'one'],
      [two, 'two'],
    ] as const) {
      const expected = table === 'persons' && of === two ? null : mark;
      expect([table, of, (await rowsOf(table, of)).map((row) => row[column])]).toEqual([table, of, [expected]]);
    }
  }
  expect(await rowsOf('connected_account_authorizations', one)).toMatchObject([{ id: one, deleted_at: at(5) }]);
  expect(await rowsOf('connected_account_authorizations', two)).toMatchObject([
    { id: two, application_id: 'two', deleted_at: null },
  ]);
  expect(await rowsOf('connected_account_authorizations', '')).toEqual([]);
});

it('an event that names another account than its own says nothing of that other one', async () => {
  const [victim, liar] = [newAccount(), newAccount()];
  const told = (of: string, second: number, charges_enabled: boolean) =>
    stripeEvent({
      type: 'account.updated',
      account: of,
      created: T + second,
      object: { ...account(victim), charges_enabled },
    });
  await tell(told(victim, 0, true), told(liar, 9, false));
  expect(await rowsOf('connected_account_standings', victim)).toMatchObject([{ id: victim, charges_enabled: true }]);
});

it('an authorization that nobody gave is stored without a row', async () => {
  const event = stripeEvent({ type: 'account.application.deauthorized', object: APPLICATION });
  await tell(event);
  const [logged] = await backend.query('SELECT verdict FROM stripe_event_log WHERE stripe_event_id = $1', [
    event['id'],
  ]);
  expect(logged).toEqual({ verdict: 'stored' });
});

it('who is behind an account is in no row', async () => {
  const here = newAccount();
  const PERSONAL = ['Ann', 'Example', 'ann@example.com', '+4930123', 'Hauptstr. 1', '1980', 'CEO', '110000000', 'fp_1'];
  const [first_name, last_name, email, phone, line1, year, title, routing_number, fingerprint] = PERSONAL;
  const name = `${first_name} ${last_name}`;
  const address = { line1, city: 'Berlin' };
  const told = (type: string, object: Fields) => stripeEvent({ type, object, account: here });
  await tell(
    told('account.updated', {
      ...account(here),
      email,
      individual: { first_name, last_name, address, dob: { year }, phone },
      company: { name, address, phone },
      legal_entity: { type: 'individual', first_name, last_name, personal_id_number: year },
      settings: { dashboard: { display_name: name } },
      tos_acceptance: { ip: '203.0.113.7' },
    }),
    told('account.external_account.created', { ...bank, account_holder_name: name, routing_number, fingerprint }),
    told('account.external_account.updated', { ...bank, id: 'card_1', object: 'card', name, address_line1: line1 }),
    told('person.created', {
      ...person,
      last_name,
      email,
      phone,
      address,
      dob: { year },
      relationship: { title, owner: true },
      metadata: { nick: first_name },
    }),
  );
  const kept = await Promise.all(['connected_accounts', 'external_accounts', 'persons'].map((t) => rowsOf(t, here)));
  expect(kept.map((rows) => rows.length)).toEqual([1, 2, 1]);
  for (const word of [...PERSONAL, 'Berlin', '203.0.113.7']) expect(JSON.stringify(kept)).not.toContain(word);
});

it('the secret of a Connect endpoint is enough, and another one is not', async () => {
  const env = { STRIPE_WEBHOOK_SECRET: '', STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_connect_alone' };
  const connect = await startBackend({ env });
  try {
    const fields: EventFields = { type: 'account.updated', account: 'acct_1', object: account('acct_1') };
    const body = JSON.stringify(stripeEvent(fields));
    const route = `${connect.url}/webhooks/stripe`;
    expect((await post(route, body)).status).toBe(400);
    const signed = { 'stripe-signature': signatureOf(body, env.STRIPE_CONNECT_WEBHOOK_SECRET) };
    expect((await post(route, body, signed)).status).toBe(200);
    await connect.settled();
    expect(await rowsOf('connected_accounts', 'acct_1', connect)).toMatchObject([{ id: 'acct_1', type: 'express' }]);
  } finally {
    await connect.close();
  }
});

it.each([
  ['live', 'true', true],
  ['test', 'false', false],
])('a %s server ignores events of the other mode, and counts them', async (_, LIVEMODE, livemode) => {
  const server = await startBackend({ env: { LIVEMODE } });
  try {
    const route = `${server.url}/webhooks/stripe`;
    const others = everything('acct_1', 'other').map((event) => ({ ...event, livemode: !livemode }));
    const right = everything('acct_1', 'right').map((event) => ({ ...event, livemode }));
    for (const event of [...others, ...right, ...others]) expect((await post(route, event)).status).toBe(200);
    await server.settled();
    for (const [table, column] of Object.entries(MARKS)) {
      expect((await rowsOf(table, 'acct_1', server)).map((row) => row[column])).toEqual(['right']);
    }
    const counted = await server.query(
      `SELECT livemode, verdict, count(*)::int FROM stripe_event_log WHERE status = 'ignored' GROUP BY 1, 2`,
    );
    expect(counted).toEqual([{ livemode: !livemode, verdict: 'ignored: wrong_mode', count: others.length }]);
  } finally {
    await server.close();
  }
});

describe('a state that only Stripe can tell', () => {
  let sandbox: StripeSandbox;
  let asking: Backend;
  beforeAll(async () => {
    sandbox = await StripeSandbox.start({ seed: 'connect' });
    asking = await startBackend({ env: { STRIPE_SECRET_KEY: sandbox.apiKey, STRIPE_API_BASE: sandbox.url } });
  });
  afterAll(async () => {
    await asking.close();
    await sandbox.close();
  });

  /** Two edits of one second, the second of which takes the first one back. */
  const FLIPS: Readonly<Record<string, (id: string) => void>> = {
    connected_accounts: (id) => {
      const { profile } = sandbox.engine.accounts.get(id);
      for (const business_type of ['company', 'individual']) profile.update({ business_type });
    },
    external_accounts: (id) => {
      const { profile } = sandbox.engine.accounts.get(id);
      const bankId = profile.get().external_accounts.data[0]?.id ?? '';
      for (const book of ['8', '7']) profile.updateBank(bankId, { book });
    },
    persons: (id) => {
      const { persons, store } = sandbox.engine.accounts.get(id);
      const someone = store.persons.values()[0]?.id ?? '';
      for (const director of [true, false]) persons.update(someone, { relationship: { director } });
    },
  };

  it.each(Object.entries(FLIPS))('%s are read in the name of the platform', async (table, flip) => {
    const { engine } = sandbox;
    const { id } = engine.accounts.create({ type: 'express', external_account: 'btok_us' });
    const { profile, persons } = engine.accounts.get(id);
    profile.update({ business_type: 'individual' });
    profile.updateBank(profile.get().external_accounts.data[0]?.id ?? '', { book: '7' });
    persons.create({ first_name: 'Ann' });
    engine.advance(60);
    const before = sandbox.events.length;
    flip(id);
    for (const event of sandbox.events.slice(before).toReversed()) {
      expect((await post(`${asking.url}/webhooks/stripe`, event)).status).toBe(200);
      await asking.settled();
    }
    const end: Readonly<Record<string, Fields>> = {
      connected_accounts: { business_type: 'individual' },
      external_accounts: { metadata: { book: '7' } },
      persons: { director: false },
    };
    const [row] = await rowsOf(table, id, asking);
    expect(row).toMatchObject({ ...end[table], stripe_event_id: null, deleted_at: null });
  });

  it('and what is read of an account says nothing of its authorization', async () => {
    const { engine } = sandbox;
    const { id } = engine.accounts.create({ type: 'express' });
    engine.accounts.get(id).profile.update({ business_type: 'individual' });
    engine.advance(60);
    const before = sandbox.events.length;
    FLIPS['connected_accounts']?.(id);
    const left = { type: 'account.application.deauthorized', object: APPLICATION, account: id };
    const leaves = stripeEvent({ ...left, created: engine.clock.now() });
    for (const event of [leaves, ...sandbox.events.slice(before)]) {
      expect((await post(`${asking.url}/webhooks/stripe`, event)).status).toBe(200);
      await asking.settled();
    }
    expect(await rowsOf('connected_account_standings', id, asking)).toMatchObject([
      { deauthorized_at: new Date(engine.clock.now() * 1000) },
    ]);
    const [row] = await rowsOf('connected_accounts', id, asking);
    expect(row).toMatchObject({ business_type: 'individual', stripe_event_id: null });
  });
});
