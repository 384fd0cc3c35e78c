import type { EntityManager, QueryRunner } from 'typeorm';
import type { PayloadUnreadableError } from '../common/payload.errors.js';
import type { StripeEvent } from '../stripe/stripe.types.js';
import type { DerivedKey } from './event-context.js';
import type { LockedMark } from './mirror.table.js';
import type { LoggedEvent } from './object-events.js';

/** Where an object's row is, and in which tables the rows that it owns. */
export interface WrittenRow {
  readonly object: DerivedKey;
  readonly table: string;
  /** By the property of the entity's columns. */
  readonly owned: Readonly<Record<string, string>>;
  /** Columns with links that Stripe makes anew each time. */
  readonly volatile: readonly string[];
}

/**
 * What one transaction holds and need not ask for again. Nobody else changes a row that it has locked, so the row's
 * mark is known; and what the log held of a second when the row was locked is enough: an event that comes later waits
 * for the lock, and then sees them all.
 */
class Held {
  /** Of the mirrored rows that are locked. */
  readonly marks = new Map<string, LockedMark>();
  readonly seconds = new Map<string, Promise<readonly LoggedEvent[]>>();
  /** Rows that the transaction has written, with those that they own. */
  readonly written = new Map<string, WrittenRow>();
  private readonly bodies = new Map<string, Buffer>();
  private readonly unreadable = new Map<string, PayloadUnreadableError>();
  private readonly events = new Map<string, StripeEvent>();
  private readonly turns = new Map<string, Promise<unknown>>();

  /** @param event its exact bytes, what they say, or why they cannot be read. */
  hold(id: string, event: Buffer | StripeEvent | PayloadUnreadableError): void {
    if (Buffer.isBuffer(event)) this.bodies.set(id, event);
    else if (event instanceof Error) this.unreadable.set(id, event);
    else this.events.set(id, event);
  }

  /** Ids of the events that are held. */
  eventIds(): string[] {
    return [...this.bodies.keys(), ...this.events.keys(), ...this.unreadable.keys()];
  }

  /**
   * An event that is held, parsed once. Null when retention or an erasure has removed its bytes.
   *
   * @throws {PayloadUnreadableError}
   */
  event(id: string): StripeEvent | null {
    const why = this.unreadable.get(id);
    if (why) throw why;
    return this.readable(id);
  }

  /** The same; null as well when its bytes cannot be read: of another event than the one in hand that is as good as gone. */
  readable(id: string): StripeEvent | null {
    const body = this.bodies.get(id);
    if (body) {
      this.events.set(id, JSON.parse(body.toString('utf8')));
      this.bodies.delete(id);
    }
    return this.events.get(id) ?? null;
  }

  /** Handlers run side by side; what looks at a row and then writes it must not be interrupted by another one. */
  inTurn<T>(row: string, work: () => Promise<T>): Promise<T> {
    const before = this.turns.get(row);
    const turn = before ? before.then(work, work) : work();
    this.turns.set(row, turn);
    return turn;
  }
}

const held = new WeakMap<QueryRunner, Held>();

export function heldBy(tx: EntityManager): Held {
  if (!tx.queryRunner) throw new TypeError('rows are written inside a transaction only');
  let found = held.get(tx.queryRunner);
  if (!found) held.set(tx.queryRunner, (found = new Held()));
  return found;
}
