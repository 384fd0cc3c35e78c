import type { SandboxEvent } from '../../../sandbox/objects/event.js';
import { BODY_LIMIT, alone, asEver, REFUSED, type OddCase, type Outcome } from './odd-case.js';

const DEEP = 100_000;

/** A place in the text that the body is written around. */
const HOLE = '@@@';

type Written = readonly [name: string, body: (text: string) => string, outcome: Outcome | typeof asEver];

const TOO_DEEP: Outcome = { kind: 'dead', path: 'data' };

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);

/** What can be done to the text of an event so that its meaning stays, or so that it has none. */
const BODIES: readonly Written[] = [
  ['white space around it', (text) => `\r\n\t  ${text}\n\n`, asEver],
  ['a byte order mark', (text) => `\ufeff${text}`, REFUSED],
  ['nothing', () => '', REFUSED],
  ['white space', () => ' \n', REFUSED],
  ['half of it', (text) => text.slice(0, text.length / 2), REFUSED],
  ['twice', (text) => text + text, REFUSED],
  ['in a list', (text) => `[${text}]`, REFUSED],
  ['as a string', (text) => JSON.stringify(text), REFUSED],
  ['as a form', (text) => `payload=${encodeURIComponent(text)}`, REFUSED],
  ['a comma too many', (text) => text.replace(/\}$/, ',}'), REFUSED],
  ['single quotes', (text) => text.replaceAll('"', "'"), REFUSED],
  ['NaN', (text) => text.replace(HOLE, '"x":NaN,'), REFUSED],
  ['deep lists left open', (text) => text.replace(HOLE, `"x":${'['.repeat(DEEP)},`), REFUSED],
  ['deep lists', (text) => text.replace(HOLE, `"x":${nested(DEEP, '[', ']')},`), TOO_DEEP],
  ['deep hashes', (text) => text.replace(HOLE, `"x":${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)},`), TOO_DEEP],
  ['a deep note', (text) => text.replace('"metadata":{', `"metadata":{"x":${nested(DEEP, '[', ']')},`), TOO_DEEP],
  ['a number beyond all', (text) => text.replace(HOLE, '"x":1e400,"y":-1e400,'), asEver],
  ['a name twice', (text) => text.replace(HOLE, '"name":"first","email":5,"metadata":[],'), asEver],
  [
    'an id twice',
    (text) => text.replace('{', '{"id":"evt_first","type":"a.b","created":"x","account":5,"data":7,'),
    asEver,
  ],
  ['the prototype', (text) => text.replace('{', '{"__proto__":{"polluted":true,"id":"evt_x"},'), asEver],
  ['a prototype inside', (text) => text.replace(HOLE, '"__proto__":{"polluted":true,"id":"cus_x"},'), asEver],
  ['escapes', (text) => text.replace('"id"', '"\\u0069\\u0064"').replace('"type"', '"\\u0074ype"'), asEver],
  ['a byte less than there may be', (text) => padded(text, BODY_LIMIT - 1), asEver],
  ['as much as there may be', (text) => padded(text, BODY_LIMIT), asEver],
  ['a byte too many', (text) => padded(text, BODY_LIMIT + 1), REFUSED],
];

const padded = (text: string, bytes: number): string =>
  text.replace(HOLE, `"pad":"${'x'.repeat(bytes - Buffer.byteLength(text) - '"pad":"",'.length + HOLE.length)}",`);

/** Texts that are no harm to anybody, and no event or an ordinary one. */
export function oddBodies(sample: SandboxEvent): OddCase[] {
  return BODIES.map(([name, write, outcome]) => {
    const event = alone(sample);
    const text = JSON.stringify(event).replace('"object":{', `"object":{${HOLE}`);
    const body = write(text).replace(HOLE, '');
    const { id: eventId, account } = event;
    return { name, sample, eventId, account, body, outcome: typeof outcome === 'function' ? outcome(event) : outcome };
  });
}
