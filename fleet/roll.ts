import type { Member } from '../faults/member.js';
import type { Fleet } from './fleet.js';

/** Milliseconds in which a process must have ended: orchestrators kill after that. */
const END_LIMIT = 10_000;

/** How one process was replaced. */
export interface Rolled {
  readonly name: string;
  readonly how: number | NodeJS.Signals;
  /** Milliseconds from SIGTERM to its end. */
  readonly endMs: number;
  /** Milliseconds from its start until it was ready. */
  readonly startMs: number;
}

export async function roll(fleet: Fleet, member: Member): Promise<Rolled> {
  const { how, ms: endMs } = await member.end('SIGTERM');
  const began = performance.now();
  await fleet.begin(member);
  return { name: member.name, how, endMs, startMs: performance.now() - began };
}

export const wasClean = ({ how, endMs }: Rolled): boolean => how === 0 && endMs <= END_LIMIT;
