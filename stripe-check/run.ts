import { setTimeout as delay } from 'node:timers/promises';
import { Stripe } from 'stripe';
import { StripeSandbox } from '../sandbox/sandbox.js';
import { Backend } from './backend.js';
import { Behaviours, type Behaviour } from './behaviours.js';
import { cleanUp } from './cleanup.js';
import { life, type Left } from './life.js';
import { compareEnd, compareMirror } from './mirror.js';
import type { Found } from './report.js';
import { compareShapes } from './shapes.js';
import { eventsOf, storyOf, type Story } from './story.js';

/** Milliseconds until every event is there: Stripe's youngest are left to webhooks for a minute. */
const LIMIT = 300_000;

type Say = (line: string) => void;

/** Where Stripe is, and by which key. */
export interface Asked {
  readonly stripe: Stripe;
  readonly key: string;
  /** Another address of the API; undefined: Stripe's own. */
  readonly base: string | undefined;
}

/** The same life once more in a sandbox of ours, for its shapes. */
async function sandboxStory(): Promise<Story> {
  const sandbox = await StripeSandbox.start({ realTime: true });
  try {
    const stripe = new Stripe(sandbox.apiKey, { host: '127.0.0.1', port: sandbox.port, protocol: 'http' });
    const left: Left = { prices: [] };
    for (const chapters = life(stripe, left); (await chapters.next()).done !== true;);
    return await storyOf(stripe, left, 0);
  } finally {
    await sandbox.close();
  }
}

/** Brings events until all that Stripe lists of the life are settled. @returns those that are not, in the end. */
async function settled(backend: Backend, { stripe }: Asked, left: Left): Promise<string[]> {
  const since = left.clock?.begun ?? 0;
  for (const deadline = Date.now() + LIMIT; ; await delay(5_000)) {
    await backend.reconcile(since);
    const listed = (await eventsOf(stripe, left, since)).map(({ id }) => String(id));
    await delay(1_000); // the workers'
    const lacking = await backend.lacking(listed);
    if (lacking.length === 0 || Date.now() > deadline) return lacking;
  }
}

/** @param left is filled as the life goes, for whoever has to take away what broke off. */
export async function run(asked: Asked, left: Left, backend: Backend, say: Say): Promise<Found> {
  const { base, key, stripe } = asked;
  await backend.start(key, base);
  for await (const chapter of life(stripe, left)) say(`  ${chapter}`);
  say('\nReconcile brings the events; the youngest after a minute.');
  const lacking = await settled(backend, asked, left);
  const story = await storyOf(stripe, left, left.clock?.begun ?? 0);
  const differences: string[] = [];
  const verified = await backend.verify((line) => differences.push(line));
  for (const line of differences) say(`  verify: ${line}`);
  const mirror = [...(await compareEnd(backend.dataSource, left)), ...(await compareMirror(backend.dataSource, story))];
  const behaviours: Behaviour[] = [];
  const looks = new Behaviours(key, base ?? 'https://api.stripe.com', base === undefined);
  for await (const behaviour of looks.look(story.events)) behaviours.push(behaviour);
  const shapes = compareShapes(story, await sandboxStory());
  const stays = await cleanUp(stripe, left);
  return { events: story.events.length, lacking, verified, mirror, behaviours, shapes, stays };
}
