import { setTimeout as delay } from 'node:timers/promises';
import type { Member } from './member.js';
import type { World } from './world.js';

/** What a process holds while it has nothing to do. */
export interface Footprint {
  /** Bytes. */
  readonly rss: number;
  readonly postgres: number;
  readonly redis: number;
}

/**
 * Bytes by which a process may be larger afterwards. V8 lets its heap grow under load before it collects, and gives pages
 * back late: `npm run bench -- memory`, without any fault, levels off at 178 to 206 MB for one process that does
 * everything. What a fault leaked would come on top with each further one, and in a long run exceed any room.
 */
const RSS_ROOM = 160 * 1_048_576;
/** A connection or two may be opened by a sweep at the moment of the look. */
const CONNECTION_ROOM = 2;
/** Milliseconds: the pool closes what has been idle for 10 s, and the sweep comes every 5. */
const PATIENCE = 45_000;

const of = (member: Member): Footprint => ({
  rss: member.rss(),
  postgres: member.postgres.open,
  redis: member.redis.open,
});

export function footprints({ members }: World): Map<string, Footprint> {
  return new Map(members.map((member) => [member.name, of(member)]));
}

/** One line: each process's memory then and now. */
export function memoryLine(world: World, before: ReadonlyMap<string, Footprint>): string {
  const cells = [...footprints(world)].map(
    ([name, { rss }]) => `${name} ${MB(before.get(name)?.rss ?? 0)} -> ${MB(rss)}`,
  );
  return `memory: ${cells.join(', ')}`;
}

/** Waits until each process is back to where it was. @returns what is not, within {@link PATIENCE}. */
export async function grown(world: World, before: ReadonlyMap<string, Footprint>): Promise<string[]> {
  for (const deadline = Date.now() + PATIENCE; ; await delay(1_000)) {
    const complaints = [...footprints(world)].flatMap(([name, now]) => {
      const then = before.get(name);
      return then ? compare(name, then, now) : [];
    });
    const stuck = await world.postgres.query<{ state: string; query: string }>(
      `SELECT state, left(query, 60) AS query FROM pg_stat_activity
        WHERE usename = 'faults_backend' AND state LIKE 'idle in transaction%' AND state_change < now() - interval '5 s'`,
    );
    complaints.push(...stuck.map(({ state, query }) => `a connection is ${state}: ${query}`));
    if (complaints.length === 0 || Date.now() > deadline) return complaints;
  }
}

const MB = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`;

function compare(name: string, then: Footprint, now: Footprint): string[] {
  const complaints: string[] = [];
  if (now.rss > then.rss + RSS_ROOM) complaints.push(`${name}: memory ${MB(then.rss)} before, ${MB(now.rss)} after`);
  for (const service of ['postgres', 'redis'] as const) {
    if (now[service] > then[service] + CONNECTION_ROOM) {
      complaints.push(`${name}: ${then[service]} ${service} connections before, ${now[service]} after`);
    }
  }
  return complaints;
}
