import { jest } from '@jest/globals';
import type { SandboxEvent } from '../sandbox/objects/event.js';
import { renderEvent } from '../sandbox/versions/render.js';
import { startBackend, type Backend } from './support/backend.js';
import { beyondTheSandbox } from './support/beyond-the-sandbox.js';
import { tablesOf } from './support/columns/mirrors.js';
import { sampleLives, samplesOf } from './support/event-samples.js';
import { EVENT_TYPES } from './support/event-types.js';
import { oddBodies } from './support/odd/odd-bodies.js';
import { mended } from './support/odd/odd-case.js';
import { oddEnvelopes } from './support/odd/odd-envelopes.js';
import { oddFields } from './support/odd/odd-fields.js';
import { oddJson } from './support/odd/odd-json.js';
import { oddManners } from './support/odd/odd-manners.js';
import { complaintsAbout } from './support/odd/odd-run.js';
import { withStandIns } from './support/stand-ins.js';

jest.setTimeout(900_000);

let backend: Backend;
const prototype = Object.getOwnPropertyNames(Object.prototype);

beforeAll(async () => {
  backend = await startBackend({ env: { LIVEMODE: 'false' } });
});
afterAll(() => backend.close());

const samples = withStandIns(samplesOf(sampleLives()));

function sampleOf(type: string): SandboxEvent {
  const sample = samples.get(type);
  if (!sample) throw new Error(`no sample of ${type}`);
  return sample.event;
}

const BEYOND = beyondTheSandbox(sampleOf);

/** One event for each set of tables, the fullest there is. */
const FULLEST = [
  ...new Map(
    [
      ...EVENT_TYPES.filter((type) => !/\.(deleted|deauthorized)$/.test(type) && type !== 'invoice.upcoming').map(
        sampleOf,
      ),
      ...BEYOND,
    ]
      .toSorted((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)
      .map((event) => [tablesOf(event).join(), event]),
  ).values(),
];

it('whatever stands around the object, for every owned type', async () => {
  // each type meets every tenth oddity, and each oddity every tenth type
  const cases = EVENT_TYPES.flatMap((type, i) => oddEnvelopes(sampleOf(type)).filter((_, j) => j % 10 === i % 10));
  expect(await complaintsAbout(backend, cases)).toEqual([]);
});

it('every odd value in the field of every column, and then the object as it should have been', async () => {
  const { cases, untried } = oddFields([...BEYOND, ...EVENT_TYPES.map(sampleOf)], 10);
  expect(untried).toEqual([]);
  expect(await complaintsAbout(backend, cases)).toEqual([]);
  expect(await complaintsAbout(backend, mended(cases))).toEqual([]);
});

it('anything that JSON can say in any place of a snapshot, in its newest and its oldest shape', async () => {
  const cases = FULLEST.flatMap((event) => {
    const old = renderEvent(event, '2015-10-16');
    return [...oddJson(event, 18), ...(old ? oddJson(old, 18) : [])];
  });
  expect(await complaintsAbout(backend, cases)).toEqual([]);
});

it('bodies that no serializer would write, and then the object as it should have been', async () => {
  const cases = oddBodies(sampleOf('customer.updated'));
  expect(await complaintsAbout(backend, cases)).toEqual([]);
  expect(await complaintsAbout(backend, mended(cases))).toEqual([]);
});

it('objects of a size, and notes of a kind, that nobody expects', async () => {
  expect(await complaintsAbout(backend, oddManners(sampleOf))).toEqual([]);
});

it('and after all that nothing is polluted, and the process is up', async () => {
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototype);
  expect((await fetch(`${backend.url}/health`)).status).toBe(200);
});
