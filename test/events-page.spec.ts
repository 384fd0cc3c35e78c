import { readFile, writeFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import type { SandboxEvent } from '../sandbox/objects/event.js';
import { StripeEventRegistry } from '../src/stripe/stripe-event.registry.js';
import { startBackend } from './support/backend.js';
import { DIRECTED_LIVES, sampleLives, samplesOf } from './support/event-samples.js';
import { observe } from './support/events-page/observed.js';
import { ownerFiles } from './support/events-page/owner-files.js';
import { eventsPage, type DescribedType } from './support/events-page/page.js';
import { withStandIns } from './support/stand-ins.js';

const PAGE = new URL('../docs/events.md', import.meta.url);

jest.setTimeout(300_000);

/** Of a type, or of the one that stands for it under its name. */
const examplesOf = (events: readonly SandboxEvent[], type: string, told = type): SandboxEvent[] =>
  events.filter((event) => event.type === told).map((event) => ({ ...event, type }));

async function pageAsItIs(): Promise<string> {
  const backend = await startBackend({ extensions: [] }); // what adopters own is theirs to describe
  try {
    const registry = backend.app.get(StripeEventRegistry);
    const files = await ownerFiles();
    const lives = sampleLives();
    // what a directed life holds does not change when the random ones do
    const all = withStandIns(new Map([...samplesOf(lives), ...samplesOf(lives.slice(0, DIRECTED_LIVES))]));
    const samples = new Map([...all].filter(([type]) => registry.ownerOf(type)));
    const directed = lives.slice(0, DIRECTED_LIVES).flat();
    const examples = new Map(
      [...samples].map(([type, { standsInAs }]) => [type, examplesOf(directed, type, standsInAs)] as const),
    );
    const observed = await observe(backend, samples, examples);
    const types = registry.ownedTypes().map((type): DescribedType => {
      const [sample, seen, owner] = [samples.get(type), observed.get(type), registry.ownerOf(type)?.name];
      const file = files.get(owner?.split('.')[0] ?? '');
      if (!sample || !seen || !owner || !file) throw new Error(`nothing to say of ${type}`);
      return { type, owner, file, sample, observed: seen };
    });
    return eventsPage(types);
  } finally {
    await backend.close();
  }
}

test('docs/events.md is what a backend does: after a change, run `npm run docs:events` and commit the result', async () => {
  const page = await pageAsItIs();
  if (process.env['WRITE_EVENTS_PAGE'] === 'yes') await writeFile(PAGE, page);
  expect(await readFile(PAGE, 'utf8')).toBe(page);
});
