import type { Member } from '../member.js';
import type { World } from '../world.js';

/** What a seed draws for one fault; a kind uses of it what it needs. */
export interface Draw {
  /** Which of the two processes of a role. */
  readonly which: 0 | 1;
  /** Milliseconds that it lasts. */
  readonly ms: number;
}

/** One way in which things go wrong. */
export interface Kind {
  readonly name: string;
  /** What nobody does twice a day: a database or a queue that is gone as a whole, or silent. */
  readonly heavy?: boolean;
  /** Milliseconds: how long it lasts, from and to. */
  readonly lasts: readonly [number, number];
  /**
   * Injects it, and undoes it: afterwards everything runs and reaches everything.
   *
   * @returns what else should be printed: whether a named instant was reached, for one.
   */
  run(world: World, draw: Draw): Promise<string | void>;
}

/** Milliseconds that a fault waits for its instant, under a load that brings it several times a second. */
export const INSTANT_LIMIT = 15_000;

/** Resolves with false when it did not come in time. */
export async function inTimeFor(instant: Promise<unknown>, ms = INSTANT_LIMIT): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  try {
    return await Promise.race([instant.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The one of two that was drawn. */
export function drawn(members: readonly Member[], { which }: Draw): Member {
  const member = members[which];
  if (!member) throw new RangeError('there are two of each');
  return member;
}

/** kill -9, and a new process in its place. Its connections end with it, also those that were held. */
export async function killAndRestart(world: World, member: Member): Promise<void> {
  await member.end('SIGKILL');
  member.postgres.pass();
  member.redis.pass();
  await world.restart(member);
}
