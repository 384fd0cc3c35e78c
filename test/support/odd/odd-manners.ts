import type { SandboxEvent } from '../../../sandbox/objects/event.js';
import { INVOICE_LINES } from '../columns/invoice.columns.js';
import { expectedState } from '../expected-state.js';
import { alone, asEver, type OddCase } from './odd-case.js';

type Fields = Record<string, unknown>;

/** More than PostgreSQL takes parameters for in one statement, were each line a row of one INSERT. */
const LINES = 10_000;

const named = (prefix: string, count: number, value: (i: number) => unknown): Fields =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, value(i)]));

/** Metadata as it is sent, and as it has to be stored. */
const NOTES: readonly (readonly [name: string, sent: unknown, stored: Fields])[] = [
  ['fifty notes', named('key_', 50, (i) => 'v'.repeat(i * 10)), named('key_', 50, (i) => 'v'.repeat(i * 10))],
  ['a thousand notes', named('k', 1_000, String), named('k', 1_000, String)],
  [
    'names of prototypes',
    JSON.parse('{"__proto__":"a","constructor":"b"}'),
    JSON.parse('{"__proto__":"a","constructor":"b"}'),
  ],
  ['a hash for a prototype', JSON.parse('{"__proto__":{"polluted":"yes"},"a":"b"}'), { a: 'b' }],
  [
    'U+0000 and surrogates',
    { 'a\0': 'b\0', '\ud800': '\udc00', c: '🎉' },
    { 'a\ufffd': 'b\ufffd', '\ufffd': '\ufffd', c: '🎉' },
  ],
  ['an empty name', { '': 'x', ' ': '' }, { '': 'x', ' ': '' }],
  ['other values than text', { a: 5, b: true, c: null, d: [], e: {}, f: 'kept' }, { f: 'kept' }],
  ['both forms of é', { 'e\u0301': 'e\u0301', é: 'é' }, { 'e\u0301': 'e\u0301', é: 'é' }],
  ['metacharacters', { "'); drop table x; --": '%s $1 \\ " {}' }, { "'); drop table x; --": '%s $1 \\ " {}' }],
  ['a list for notes', [['a', 'b']], {}],
  ['a text for notes', 'a=b', {}],
];

/** Objects that are right in every field, and odd as a whole. */
export function oddManners(sampleOf: (type: string) => SandboxEvent): OddCase[] {
  const customer = sampleOf('customer.updated');
  const noted = NOTES.map(([name, sent, stored]): OddCase => {
    const withNotes = (metadata: unknown) => ({ ...customer, data: { object: { ...customer.data.object, metadata } } });
    const event = alone(withNotes(stored));
    const { id: eventId, account } = event;
    const body = JSON.stringify({ ...withNotes(sent), id: eventId, account });
    return { name, sample: customer, eventId, account, body, outcome: asEver(event) };
  });
  return [...noted, manyLines(sampleOf('invoice.paid'))];
}

/** As small as a line may be, so that they fit into the body. */
function manyLines(sample: SandboxEvent): OddCase {
  const { object } = sample.data;
  const withLines = (data: unknown[]) => ({ ...object, lines: { object: 'list', data, has_more: true } });
  const lines = Array.from({ length: LINES }, (_, i) => ({ id: `il_${i}`, amount: i }));
  const event = alone({ ...sample, data: { object: withLines(lines) } });
  const state = expectedState({ ...event, data: { object: withLines([]) } });
  const rest = Object.fromEntries(Object.keys(INVOICE_LINES).map((column) => [column, null]));
  const none = { ...rest, tax: '0', amount_discount: '0', proration: false, metadata: {}, parent_id: object['id'] };
  const rows = lines.map(({ id, amount }) => ({ ...none, id, amount: String(amount) }));
  const outcome = { kind: 'rows', state: { ...state, invoice_lines: rows } } as const;
  return {
    name: 'ten thousand lines',
    sample,
    eventId: event.id,
    account: event.account,
    body: JSON.stringify(event),
    outcome,
  };
}
