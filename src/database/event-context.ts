import type { EntityManager, QueryRunner } from 'typeorm';
import type { StripeObject } from '../stripe/stripe.types.js';

/** What a read of one object answered, and when it began. */
export interface ObjectRead {
  /** Null when Stripe knows no such object. */
  readonly object: StripeObject | null;
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

/** An object that another one's snapshot names, and of which no event will tell. */
export interface NamedObject extends DerivedKey {
  /** Null where the snapshot has its id only. */
  readonly object: StripeObject | null;
}

/** What one transaction of the pipeline knows besides its connection. */
export class EventContext {
  private readonly reads = new Map<string, ObjectRead>();
  private readonly customers = new Map<string, DerivedKey>();
  private readonly named = new Map<string, NamedObject>();

  /**
   * @param canRead whether Stripe can be asked (there is a key); without it ties are settled by the larger event id.
   * @param owns whether an event type has a handler; only such events decide rows.
   */
  constructor(
    readonly canRead: boolean,
    readonly owns: (type: string) => boolean,
  ) {}

  hold(ref: DerivedKey, read: ObjectRead): void {
    this.reads.set(keyOf(ref), read);
  }

  readOf(ref: DerivedKey): ObjectRead | undefined {
    return this.reads.get(keyOf(ref));
  }

  touch(customer: DerivedKey): void {
    this.customers.set(keyOf(customer), customer);
  }

  /** Touched since the last call. */
  takeTouched(): DerivedKey[] {
    const touched = [...this.customers.values()];
    this.customers.clear();
    return touched;
  }

  name(named: NamedObject): void {
    if (named.object !== null || !this.named.has(keyOf(named))) this.named.set(keyOf(named), named);
  }

  /** Named since the last call, in the order of their keys: transactions that write the same ones never deadlock. */
  takeNamed(): NamedObject[] {
    const named = [...this.named].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
    this.named.clear();
    return named;
  }
}

const keyOf = ({ account, id }: DerivedKey): string => `${account}/${id}`;

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
