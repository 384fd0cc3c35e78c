import { isDeepStrictEqual } from 'node:util';
import { jest } from '@jest/globals';
import { NEWEST_API_VERSION, type SandboxEvent } from '../sandbox/objects/event.js';
import { renderEvent } from '../sandbox/versions/render.js';
import { StripeEventRegistry } from '../src/stripe/stripe-event.registry.js';
import { startBackend, type Backend } from './support/backend.js';
import { beyondTheSandbox } from './support/beyond-the-sandbox.js';
import { COLUMNS, MOVED } from './support/columns/mirrors.js';
import { ConnectedAccount } from './support/connected-account.js';
import { DIRECTED_LIVES, sampleLives, samplesOf, type EventSample } from './support/event-samples.js';
import { EVENT_TYPES } from './support/event-types.js';
import { BASIL, expectedState, type State } from './support/expected-state.js';
import { inLanes } from './support/in-lanes.js';
import { withStandIns } from './support/stand-ins.js';

/** From the oldest one, a version of every few changes: see docs/api-versions.md. The last one is the last before basil. */
const OLD_VERSIONS = ['2015-02-16', '2018-01-23', '2019-05-16', '2022-08-01', '2025-02-24.acacia'];

jest.setTimeout(300_000);

/** Requests at once. */
const AT_ONCE = 24;

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend({ extensions: [] }); // what adopters own is theirs to test
});
afterAll(() => backend.close());

const lives = sampleLives();
const samples = withStandIns(samplesOf(lives));

function sampleOf(type: string): EventSample {
  const sample = samples.get(type);
  if (!sample) throw new Error(`there is no ${type}`);
  return sample;
}

it('every owned type is here', () => {
  expect(backend.app.get(StripeEventRegistry).ownedTypes()).toEqual(EVENT_TYPES.toSorted());
});

const verdictOf = (type: string) => (type === 'invoice.upcoming' ? 'stored' : 'applied');

/** The first event of every type at once, then the second of every type, each round settled before the next. */
async function inRounds(
  sequences: ReadonlyMap<string, readonly SandboxEvent[]>,
): Promise<Map<string, ConnectedAccount>> {
  const accounts = new Map([...sequences.keys()].map((type) => [type, new ConnectedAccount(backend)]));
  for (let round = 0; [...sequences.values()].some(({ length }) => length > round); round += 1) {
    const due = [...sequences].flatMap(([type, events]) =>
      events.slice(round, round + 1).map((event) => ({ type, event })),
    );
    await inLanes(due, AT_ONCE, async ({ type, event }) => accounts.get(type)?.post(event));
    await backend.settled(120_000);
  }
  return accounts;
}

const accountOf = (accounts: ReadonlyMap<string, ConnectedAccount> | undefined, type: string): ConnectedAccount => {
  const account = accounts?.get(type);
  if (!account) throw new Error(`${type} was not told`);
  return account;
};

describe('told once, again, and under a second id', () => {
  let told: Map<string, ConnectedAccount>;
  const seen = new Map<string, { state: State; writes: unknown[] }>();

  beforeAll(async () => {
    const events = EVENT_TYPES.map((type) => [type, [sampleOf(type).event]] as const);
    told = await inRounds(new Map(events));
    for (const type of EVENT_TYPES) {
      const { event } = sampleOf(type);
      const here = accountOf(told, type);
      seen.set(type, { state: await here.state(event), writes: await here.writes(event) });
    }
    await inLanes(EVENT_TYPES, AT_ONCE, (type) => accountOf(told, type).post(sampleOf(type).event));
    await backend.settled(120_000);
  });

  it.each(EVENT_TYPES)('%s makes the row that its object says, once', async (type) => {
    const { event } = sampleOf(type);
    const here = accountOf(told, type);
    const verdict = verdictOf(type);
    const logged = (id: string, settled: string, supersededBy: string | null = null) => ({
      stripe_event_id: here.idHere(id),
      event_type: type,
      api_version: NEWEST_API_VERSION,
      object_key: here.keyHere(event) ?? null,
      status: 'processed',
      verdict: settled,
      superseded_by: supersededBy,
    });
    expect(seen.get(type)?.state).toEqual(expectedState(event));
    expect(await here.log()).toEqual([logged(event.id, verdict)]);
    expect(await here.writes(event)).toEqual(seen.get(type)?.writes);

    // Stripe sends two events for one fact at times
    const twin = { ...event, id: `${event.id}twin` };
    await here.deliver(twin);
    const again =
      verdict === 'stored' ? logged(twin.id, 'stored') : logged(twin.id, 'duplicate', here.idHere(event.id));
    expect(await here.log()).toEqual([logged(event.id, verdict), again]);
    expect(await here.state(event)).toEqual(expectedState(event));
  });
});

describe('told with all that came before', () => {
  let forwards: Map<string, ConnectedAccount>;
  let backwards: Map<string, ConnectedAccount>;

  beforeAll(async () => {
    const histories = EVENT_TYPES.map((type) => [type, sampleOf(type).history] as const);
    forwards = await inRounds(new Map(histories));
    backwards = await inRounds(new Map(histories.map(([type, events]) => [type, events.toReversed()])));
  });

  it.each(EVENT_TYPES)('%s ends its history in one row, told forwards or backwards', async (type) => {
    const { event } = sampleOf(type);
    const state = await accountOf(forwards, type).state(event);
    expect(await accountOf(backwards, type).state(event)).toEqual(state);
    expect(unmarked(state)).toEqual(unmarked(expectedState(event)));
  });
});

describe('told in old shapes', () => {
  let told: Map<string, ConnectedAccount>;
  const shown = new Map(EVENT_TYPES.map((type) => [type, olderShapes(sampleOf(type).event)]));

  beforeAll(async () => {
    const each = [...shown].flatMap(([type, events]) =>
      events.map((event) => [`${type} ${event.api_version}`, [event]] as const),
    );
    told = await inRounds(new Map(each));
  });

  it.each(EVENT_TYPES)('%s makes the same row', async (type) => {
    const { event } = sampleOf(type);
    for (const older of shown.get(type) ?? []) {
      const here = accountOf(told, `${type} ${older.api_version}`);
      const [logged] = await here.log();
      expect(logged).toMatchObject({ api_version: older.api_version, status: 'processed', verdict: verdictOf(type) });
      expect(await here.state(event)).toEqual(expectedState(event, older));
    }
  });

  it.each(Object.keys(MOVED))('an old %s differs from a new one, or there is nothing to test', (object) => {
    const events = EVENT_TYPES.map(sampleOf).filter(({ event }) => event.data.object['object'] === object);
    const differs = events.some(({ event }) =>
      (shown.get(event.type) ?? []).some((older) => !isDeepStrictEqual(older.data.object, event.data.object)),
    );
    expect(differs).toBe(MOVED[object]);
  });
});

/** In every old version that has it; the types that came with basil in that. */
function olderShapes(event: SandboxEvent): SandboxEvent[] {
  const older = OLD_VERSIONS.flatMap((version) => renderEvent(event, version) ?? []);
  if (older.length > 0) return older;
  const first = renderEvent(event, BASIL);
  if (!first) throw new Error(`no old version has ${event.type}`);
  return [first];
}

/** Of several events that show one state, the row names the one with the smallest id. */
const unmarked = (state: State) =>
  Object.fromEntries(
    Object.entries(state).map(([table, rows]) => [table, rows.map((row) => ({ ...row, stripe_event_id: 'any' }))]),
  );

/** Every event of the directed and the scripted lives, and one of every type; the others are there for their long histories. */
const TOLD = [
  ...lives.slice(0, DIRECTED_LIVES).flatMap((events) => events.filter(({ type }) => EVENT_TYPES.includes(type))),
  ...EVENT_TYPES.map((type) => sampleOf(type).event),
];

const BEYOND = beyondTheSandbox((type) => sampleOf(type).event);

/** In every version that has it: the newest first, then from the oldest on. */
const shownIn = (event: SandboxEvent): SandboxEvent[] => [
  event,
  ...OLD_VERSIONS.flatMap((version) => renderEvent(event, version) ?? []),
];

describe('every column', () => {
  it('has something to show in the events of this file', () => {
    const silent = new Set(
      Object.entries(COLUMNS).flatMap(([table, columns]) => Object.keys(columns).map((column) => `${table}.${column}`)),
    );
    for (const event of [...TOLD, ...BEYOND]) {
      for (const shown of shownIn(event)) {
        for (const [table, rows] of Object.entries(expectedState(event, shown))) {
          for (const [column, value] of rows.flatMap((row) => Object.entries(row))) {
            const says =
              ![null, false, 0, '0'].some((zero) => zero === value) && !['[]', '{}'].includes(JSON.stringify(value));
            if (says) silent.delete(`${table}.${column}`);
          }
        }
      }
    }
    expect([...silent]).toEqual([]);
  });

  it.each(BEYOND)('also what the sandbox never fills in: $type', async (event) => {
    for (const shown of shownIn(event)) {
      const here = new ConnectedAccount(backend);
      await here.deliver(shown);
      expect(await here.state(event)).toEqual(expectedState(event, shown));
    }
  });

  it('of every single event of five lives, in its newest and its oldest shape', async () => {
    const cases = TOLD.flatMap((event) =>
      shownIn(event)
        .slice(0, 2)
        .map((shown) => ({ event, shown, here: new ConnectedAccount(backend) })),
    );
    await inLanes(cases, AT_ONCE, ({ shown, here }) => here.post(shown));
    await backend.settled(120_000);
    for (const { event, shown, here } of cases) expect(await here.state(event)).toEqual(expectedState(event, shown));
  });
});
