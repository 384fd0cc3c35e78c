import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DerivedKey, ObservedKind } from '../../database/event-context.js';
import { prepared } from '../../database/prepared.js';
import { storable } from '../../database/storable.js';
import type { CouponFacts, DiscountFacts, SubscriptionFacts } from './facts.js';
import type { MrrChange } from './movements.js';
import {
  CLEAR_CHANGES,
  CLEAR_STATES,
  FACTS_OF_CUSTOMERS,
  KEEP_FACTS,
  LOCK_CUSTOMERS,
  NOTE_DUE,
  NOTE_HOLDERS,
  TAKE_DUE,
  TERMS_OF_COUPONS,
  WRITE_CHANGES,
  WRITE_STATES,
} from './mrr.sql.js';
import type { SubscriptionState } from './timeline.js';

/** What one second of an object's life, or a read of it, says. */
export interface Fact extends DerivedKey {
  readonly kind: ObservedKind;
  /** Null for a read, and for terms that never change. */
  readonly at: Date | null;
  readonly eventId: string | null;
  readonly type: string;
  readonly customerId: string | null;
  readonly couponId: string | null;
  readonly facts: SubscriptionFacts | DiscountFacts | CouponFacts;
}

/** A fact as it is read again. */
export interface StoredFact extends DerivedKey {
  readonly customerId: string;
  readonly kind: string;
  /** Seconds since 1970; null for a read. */
  readonly at: number | null;
  readonly type: string;
  readonly facts: unknown;
  /** A read that the row does not show any more. */
  readonly outdated: boolean;
}

export interface Terms extends DerivedKey {
  readonly facts: unknown;
}

interface DueEntry extends DerivedKey {
  readonly kind: string;
}

export type StoredState = SubscriptionState & { account: string; customerId: string; subscriptionId: string };
export type StoredChange = MrrChange & { account: string; customerId: string };

/** All SQL of the history of recurring revenue. */
@Injectable()
export class MrrRepository {
  /** @param facts sorted by key, without repeats. @returns whether somebody is to be computed again. */
  async keep(tx: EntityManager, facts: readonly Fact[]): Promise<boolean> {
    const changed: { account: string; kind: string; id: string; customerId: string | null }[] = await tx.query(
      KEEP_FACTS,
      [
        facts.map(({ account }) => account),
        facts.map(({ kind }) => kind),
        storable(facts.map(({ id }) => id)),
        facts.map(({ at }) => at?.toISOString() ?? 'infinity'),
        facts.map(({ eventId }) => eventId),
        facts.map(({ type }) => type),
        storable(facts.map(({ customerId }) => customerId)),
        storable(facts.map(({ couponId }) => couponId)),
        facts.map((fact) => JSON.stringify(storable(fact.facts))),
      ],
    );
    const due = new Map(
      changed.map(({ account, kind, id, customerId }) => {
        const entry = customerId === null ? { account, kind, id } : { account, kind: 'customer', id: customerId };
        return [JSON.stringify(entry), entry];
      }),
    );
    if (due.size === 0) return false;
    await this.noteDue(tx, [...due.values()]);
    return true;
  }

  async noteDue(tx: EntityManager, due: readonly DueEntry[]): Promise<void> {
    await tx.query(NOTE_DUE, [due.map(({ account }) => account), due.map(({ kind }) => kind), due.map(({ id }) => id)]);
  }

  async takeDue(tx: EntityManager, limit: number): Promise<DueEntry[]> {
    const [taken]: [DueEntry[], number] = await tx.query(prepared(TAKE_DUE), [limit]);
    return taken;
  }

  async noteHolders(tx: EntityManager, coupons: readonly DerivedKey[]): Promise<void> {
    await tx.query(NOTE_HOLDERS, columnsOf(coupons));
  }

  async lock(tx: EntityManager, customers: readonly DerivedKey[]): Promise<void> {
    await tx.query(LOCK_CUSTOMERS, columnsOf(customers));
  }

  factsOf(tx: EntityManager, customers: readonly DerivedKey[]): Promise<StoredFact[]> {
    return tx.query(FACTS_OF_CUSTOMERS, columnsOf(customers));
  }

  termsOf(tx: EntityManager, coupons: readonly DerivedKey[]): Promise<Terms[]> {
    return tx.query(TERMS_OF_COUPONS, columnsOf(coupons));
  }

  /** What is known of the customers from now on. */
  async replace(
    tx: EntityManager,
    customers: readonly DerivedKey[],
    states: readonly StoredState[],
    changes: readonly StoredChange[],
  ): Promise<void> {
    await Promise.all([
      tx.query(CLEAR_STATES, columnsOf(customers)),
      tx.query(CLEAR_CHANGES, columnsOf(customers)),
      states.length > 0 && tx.query(WRITE_STATES, [JSON.stringify(states)]),
      changes.length > 0 && tx.query(WRITE_CHANGES, [JSON.stringify(changes)]),
    ]);
  }
}

const columnsOf = (keys: readonly DerivedKey[]): [string[], string[]] => [
  keys.map(({ account }) => account),
  keys.map(({ id }) => id),
];
