import type { Links } from '../engine/links.js';
import type { Fields, SandboxEvent } from '../objects/event.js';
import { isHash } from '../previous-attributes.js';

/** One change that Stripe made to one object type, taken back for versions older than it. */
export interface VersionMove {
  /** The first version that shows the new shape. */
  readonly since: string;
  /** The `object` it applies to, wherever it is nested. */
  readonly object: string;
  /** Newer shape in, older shape out. Pure; `links` is what the newer shape no longer shows. */
  downgrade(fields: Fields, links: Links): Fields;
}

/** Likewise for what an event says itself, around its object. Its `data` is in the older shape already. */
export interface EventMove {
  readonly since: string;
  readonly object: 'event';
  downgrade(event: SandboxEvent): SandboxEvent;
}

/** Versions compare by their date; the name of the release train (`.basil`) follows it. */
export function isOlder(version: string, than: string): boolean {
  return version.slice(0, 10) < than.slice(0, 10);
}

/** A copy without the named fields. */
export function without(fields: Fields, ...names: string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

export function hashAt(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isHash(value) ? value : {};
}

export function dataOf(list: Fields): readonly Fields[] {
  return Array.isArray(list['data']) ? list['data'].filter(isHash) : [];
}

export const BASIL = '2025-03-31.basil';
export const CLOVER = '2025-09-30.clover';
export const NOVEMBER_2022 = '2022-11-15';
