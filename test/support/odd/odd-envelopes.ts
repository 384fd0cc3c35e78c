import type { SandboxEvent } from '../../../sandbox/objects/event.js';
import { mirrorOf } from '../columns/mirrors.js';
import { alone, asEver, REFUSED, STORED, UNHANDLED, type OddCase, type Outcome } from './odd-case.js';

type Fields = Record<string, unknown>;

/** Fields laid over the envelope; undefined takes one away. */
type Envelope = readonly [field: string, values: readonly unknown[], outcome: Outcome | typeof asEver];

const LONG = 'x'.repeat(300);
const TEXT_LIKE = [null, undefined, '', LONG, 5, true, [], {}];
/** As JSON.parse makes it: an own field. */
const proto: unknown = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');

const previous = (data: Fields, value: unknown): Fields => ({ ...data, previous_attributes: value });

/** What is odd around the object, and what it means: most of it nothing. */
const ENVELOPES: readonly Envelope[] = [
  ['api_version', [...TEXT_LIKE, '2015-10-16', '2099-01-01.zebra', '\0', '2026-10-28.endive; DROP TABLE x'], asEver],
  ['request', [null, undefined, 'req_1', '', 5, [], {}, { id: 5, idempotency_key: {} }, LONG], asEver],
  ['pending_webhooks', [null, undefined, -1, 1e21, 'many', []], asEver],
  ['context', [...TEXT_LIKE, 'org_1/acct_1'], asEver],
  ['livemode', [undefined, null, false, 'true', 'false', 0, 1, [], {}], asEver],
  ['livemode', [true], { kind: 'no row', verdict: 'ignored: wrong_mode' }],
  ['object', [undefined, null, 'event'], asEver],
  ['object', ['', 'invoice', 'v2.core.events', 5, true, [], {}, proto], REFUSED],
  ['__proto__', [{ polluted: true }, null, 'x'], asEver],
  ['constructor', [{ prototype: { polluted: true } }], asEver],
  ['never_heard_of', [proto, LONG, [[[]]]], asEver],
  [
    'created',
    [-1, 1.5, 253_402_300_800, 1e21, '1700000000', '2026-01-01T00:00:00Z', null, undefined, true, []],
    REFUSED,
  ],
  ['id', [...TEXT_LIKE, 'evt_', 'cus_1', 'evt_a b', 'evt_é', 'evt_\0', `evt_${LONG}`, '__proto__', ['evt_1']], REFUSED],
  [
    'type',
    [null, undefined, '', LONG, 5, [], {}, 'invoice paid', 'a.b\0', "a.b'; DROP TABLE x", 'ä.b', '%s %n'],
    REFUSED,
  ],
  [
    'type',
    ['made.up', 'm'.repeat(200), '__proto__', 'constructor', 'toString', 'INVOICE.PAID', 'v2.a.b[c.d].e', '.'],
    UNHANDLED,
  ],
  ['account', [5, 0, true, [], {}, 'acct_', 'acct_a b', 'cus_1', `acct_${LONG}`, 'acct_\0', '__proto__'], REFUSED],
  ['data', [null, undefined, 'x', 5, [], {}, { previous_attributes: {} }], REFUSED],
  ['data', [null, [], [{ id: 'cus_1' }], 'cus_1', '', 5, true].map((object) => ({ object })), STORED],
];

const asEverAt = (created: number) => (event: SandboxEvent) => asEver({ ...event, created });

/** What is odd about the moment: the first and the last second that there are. */
const MOMENTS = [0, 1, 253_402_300_799];

/** Former values that no object can have had. */
const FORMER: readonly unknown[] = [null, 'x', 5, [], {}, { id: null }, { items: 5 }, proto, [{}], { metadata: [] }];

/** Ids that name no row: the event is stored for whoever follows it. */
const NO_IDS: readonly unknown[] = [null, undefined, '', 5, true, [], {}, 'x'.repeat(501), 'a\0', '\ud800'];
/** Ids that nobody would choose, and that are ids all the same. */
const IDS = [
  LONG,
  '__proto__',
  'constructor',
  "'; DROP TABLE customers; --",
  '%s %n',
  '$1',
  '\\',
  '"',
  '🎉',
  'שלום',
  ' ',
];

/** Everything that may be odd around the object of this event. */
export function oddEnvelopes(sample: SandboxEvent): OddCase[] {
  const { data } = sample;
  const { object } = data;
  const cases: OddCase[] = [];
  const add = (
    name: string,
    fields: Fields,
    outcome: Outcome | typeof asEver,
    shown: Partial<SandboxEvent> = {},
  ): void => {
    const event = alone({ ...sample, ...shown });
    // assigned one by one, `__proto__` would reach the prototype
    const body = JSON.stringify(Object.fromEntries([...Object.entries(event), ...Object.entries(fields)]));
    cases.push({
      name: `${sample.type}: ${name}`,
      sample,
      eventId: event.id,
      account: event.account,
      body,
      outcome: typeof outcome === 'function' ? outcome(event) : outcome,
    });
  };
  const told = (value: unknown) => JSON.stringify(value)?.slice(0, 60) ?? 'absent';
  for (const [field, values, outcome] of ENVELOPES) {
    for (const value of values) add(`${field} ${told(value)}`, fieldOf(field, value), outcome);
  }
  for (const created of MOMENTS) add(`created ${created}`, { created }, asEverAt(created));
  for (const value of FORMER) add(`previous_attributes ${told(value)}`, { data: previous({ ...data }, value) }, asEver);
  const { namedBy = 'id' } = mirrorOf(sample);
  if (namedBy === null) return cases;
  for (const id of NO_IDS) {
    // a discount had none until 2020, and goes by what it hangs on
    if (object['object'] === 'discount' && (id ?? null) === null) continue;
    add(`data.object.${namedBy} ${told(id)}`, { data: { object: { ...object, [namedBy]: id } } }, STORED);
  }
  for (const id of IDS) {
    const changed = { data: { object: { ...object, [namedBy]: id } } };
    add(`data.object.${namedBy} ${told(id)}`, changed, asEver, changed);
  }
  return cases;
}

const fieldOf = (field: string, value: unknown): Fields => Object.fromEntries([[field, value]]);
