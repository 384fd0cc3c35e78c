import { Injectable } from '@nestjs/common';
import type { DerivedKey } from '../database/event-context.js';
import { EntitlementCache, TIME_TO_LIVE } from './entitlement.cache.js';
import type { Entitlements } from './entitlements.js';

/** Tenants in memory at most: a few megabytes. The one that was asked for longest ago goes first. */
const MOST = 10_000;

interface Entry {
  readonly version: number;
  /** Null: whoever asks has to read the row, which has at least this version. */
  readonly entitlements: Entitlements | null;
  /** On the clock of `performance.now()`, which no administrator sets back. */
  readonly endsAt: number;
}

/** In this process: for one process without Redis. */
@Injectable()
export class MemoryEntitlementCache extends EntitlementCache {
  /** The one that was used last is the last. */
  private readonly entries = new Map<string, Entry>();

  get(key: DerivedKey): Promise<Entitlements | undefined> {
    const name = keyOf(key);
    const entry = this.current(name);
    if (!entry?.entitlements) return Promise.resolve(undefined);
    this.entries.delete(name);
    this.entries.set(name, entry);
    return Promise.resolve(entry.entitlements);
  }

  put(key: DerivedKey, entitlements: Entitlements): void {
    this.keep(keyOf(key), entitlements.version, entitlements);
  }

  outdate(key: DerivedKey, version: number): void {
    const entry = this.current(keyOf(key));
    if (entry?.entitlements && entry.version === version) return; // read after the commit already
    this.keep(keyOf(key), version, null);
  }

  private current(name: string): Entry | undefined {
    const entry = this.entries.get(name);
    if (!entry || entry.endsAt > performance.now()) return entry;
    this.entries.delete(name);
    return undefined;
  }

  private keep(name: string, version: number, entitlements: Entitlements | null): void {
    if ((this.current(name)?.version ?? 0) > version) return;
    this.entries.delete(name);
    this.entries.set(name, { version, entitlements, endsAt: performance.now() + TIME_TO_LIVE });
    const [oldest] = this.entries.keys();
    if (this.entries.size > MOST && oldest !== undefined) this.entries.delete(oldest);
  }
}

const keyOf = ({ account, id }: DerivedKey): string => `${account}/${id}`;
