import type { SandboxEvent } from '../objects/event.js';
import { type Random, seedOf } from '../random.js';
import { existsIn } from '../versions/render.js';
import type { Hostility } from './hostility.js';

/** Where an attempt is lost: before the endpoint has it, or after it has answered. */
export type Loss = 'request' | 'answer';

/** One sending of an event: the delivery itself or a duplicate of it. */
export interface Copy {
  /** Milliseconds to wait before its first attempt. */
  readonly delayMs: number;
  /** What becomes of its first attempts; the one after these gets through. */
  readonly losses: readonly Loss[];
}

/** No delay, no loss, once. */
export const PLAIN: readonly Copy[] = [{ delayMs: 0, losses: [] }];

/** The delivery and its duplicates. All of it is decided beforehand, so that a seed repeats it whatever answers come. */
export function planCopies(random: Random, hostility: Hostility): Copy[] {
  const { duplicateProbability, dropProbability, maxDelayMs } = hostility;
  const copy = (): Copy => {
    const delayMs = maxDelayMs > 0 ? random.int(maxDelayMs + 1) : 0;
    return { delayMs, losses: dropProbability > 0 ? planLosses(random, dropProbability) : [] };
  };
  const copies = [copy()];
  while (random.chance(duplicateProbability)) copies.push(copy());
  return copies;
}

function planLosses(random: Random, probability: number): Loss[] {
  const losses: Loss[] = [];
  while (random.chance(probability)) losses.push(random.pick(['request', 'answer']));
  return losses;
}

/** The version in which this endpoint gets this event: drawn from both ids, for it is the same at every attempt. */
export function versionFor(
  event: SandboxEvent,
  endpoint: { id: string; apiVersion: string },
  { mixedVersions, seed }: Hostility,
): string {
  const known = mixedVersions.filter((version) => existsIn(event.type, version));
  return known[seedOf(`${seed} ${event.id} ${endpoint.id}`) % known.length] ?? endpoint.apiVersion;
}
