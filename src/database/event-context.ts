import type { EntityManager, QueryRunner } from 'typeorm';
import type { StripeObject } from '../stripe/stripe.types.js';
import type { Sketch } from './sketch.js';

/** What a read of one object answered, and when it began. */
export interface ObjectRead {
  /** Null when Stripe knows no such object. */
  readonly object: StripeObject | null;
  /** Nobody knows whether there is one: it belongs to an account that has left. */
  readonly isRefused?: true;
  /** Stripe's own clock when the request began, whole seconds, UTC. */
  readonly readAt: Date;
  /** The database's clock when the request began, as text in full precision: what the log held then is in the read. */
  readonly startedAt: string;
}

/** A row of the adopter's or of ours whose derived state has to be computed again before the commit. */
export interface DerivedKey {
  readonly account: string;
  readonly id: string;
}

/** By which event a row changed. */
export interface Cause {
  /** Null when no event did: it was read from Stripe, or somebody asked for it. */
  readonly eventId: string | null;
  /** Stripe's `created` of the event. */
  readonly at: Date;
}

/** Whose derived state has to be computed again, and the newest event that is why. */
export interface Touched extends DerivedKey {
  readonly cause: Cause;
}

/** A price or product that changed: plans are made of both. */
export interface TouchedCatalog extends Touched {
  readonly kind: 'price' | 'product';
}

/** What one transaction has changed of that which state is derived from. */
export interface Changes {
  readonly customers: readonly Touched[];
  readonly catalog: readonly TouchedCatalog[];
}

/** The id of the event that stands for a read which no event asked for. */
export const NO_EVENT = 'evt_read';

/** An object that another one's snapshot names, and of which no event will tell. */
export interface NamedObject extends DerivedKey {
  /** Null where the snapshot has its id only. */
  readonly object: StripeObject | null;
}

/** Whose history is kept besides the row. */
export type ObservedKind = 'subscription' | 'discount' | 'coupon';

/** What an observed object was in one second of its life, or when it was read. */
export interface Sighting extends DerivedKey {
  readonly kind: ObservedKind;
  /** Stripe's `created` of the events of that second; null: it was read from Stripe, and the row shows the read. */
  readonly at: Date | null;
  /** The event that shows the last state of that second; null for a read. */
  readonly eventId: string | null;
  readonly type: string;
  readonly object: StripeObject;
}

/** What one transaction of the pipeline knows besides its connection. */
export class EventContext {
  private readonly reads = new Map<string, ObjectRead>();
  private readonly customers = new Map<string, Touched>();
  private readonly catalog = new Map<string, TouchedCatalog>();
  private readonly named = new Map<string, NamedObject>();
  private readonly sightings = new Map<string, Sighting>();

  /**
   * @param canRead whether Stripe can be asked (there is a key); without it ties are settled by the larger event id.
   * @param owns whether an event type has a handler; only such events decide rows.
   * @param sketch where handlers only say what they would write.
   */
  constructor(
    readonly canRead: boolean,
    readonly owns: (type: string) => boolean,
    readonly sketch?: Sketch,
  ) {}

  hold(ref: DerivedKey, read: ObjectRead): void {
    this.reads.set(keyOf(ref), read);
  }

  readOf(ref: DerivedKey): ObjectRead | undefined {
    return this.reads.get(keyOf(ref));
  }

  touch(customer: Touched): void {
    this.customers.set(keyOf(customer), newest(customer, this.customers.get(keyOf(customer))));
  }

  touchCatalog(changed: TouchedCatalog): void {
    const key = `${changed.kind} ${keyOf(changed)}`;
    this.catalog.set(key, newest(changed, this.catalog.get(key)));
  }

  /** Touched since the last call. */
  takeTouched(): Changes {
    const touched = { customers: [...this.customers.values()], catalog: [...this.catalog.values()] };
    this.customers.clear();
    this.catalog.clear();
    return touched;
  }

  name(named: NamedObject): void {
    if (named.object !== null || !this.named.has(keyOf(named))) this.named.set(keyOf(named), named);
  }

  sight(sighting: Sighting): void {
    this.sightings.set(`${sighting.kind} ${keyOf(sighting)} ${sighting.at?.toISOString() ?? 'read'}`, sighting);
  }

  /** Sighted since the last call, in the order of their keys, likewise. */
  takeSightings(): Sighting[] {
    const sightings = [...this.sightings].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, sighting]) => sighting);
    this.sightings.clear();
    return sightings;
  }

  /** Named since the last call, in the order of their keys: transactions that write the same ones never deadlock. */
  takeNamed(): NamedObject[] {
    const named = [...this.named].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
    this.named.clear();
    return named;
  }
}

const keyOf = ({ account, id }: DerivedKey): string => `${account}/${id}`;

/** Of two that changed the same the one with the newer event; within one second that of the larger id. */
export function newest<T extends { readonly cause: Cause }>(one: T, other: T | undefined): T {
  if (!other || one.cause.at > other.cause.at) return one;
  if (one.cause.at < other.cause.at) return other;
  return (one.cause.eventId ?? '') > (other.cause.eventId ?? '') ? one : other;
}

const contexts = new WeakMap<QueryRunner, EventContext>();

/** Hands a context to everything that runs in this transaction. */
export function bindContext(tx: EntityManager, context: EventContext): void {
  if (!tx.queryRunner) throw new TypeError('rows are written inside a transaction only');
  contexts.set(tx.queryRunner, context);
}

export function contextOf(tx: EntityManager): EventContext {
  const context = tx.queryRunner && contexts.get(tx.queryRunner);
  if (context) return context;
  throw new TypeError('rows are written inside a transaction of the event pipeline only');
}
