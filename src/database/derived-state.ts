import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { contextOf, type Changes, type NamedObject, type Sighting } from './event-context.js';

type Recompute = (tx: EntityManager, changes: Changes) => Promise<void>;
type Collect = (tx: EntityManager, named: readonly NamedObject[]) => Promise<void>;
type Observe = (tx: EntityManager, sightings: readonly Sighting[]) => Promise<void>;

/**
 * State that is computed from rows (a tenant's plan), never from the event in hand, and what rows name that has no
 * events of its own. The dispatcher runs it once a transaction, after all mirror rows are written; whoever registers
 * takes its locks in key order.
 */
@Injectable()
export class DerivedState {
  private readonly computations: Recompute[] = [];
  private readonly collectors: Collect[] = [];
  private readonly observers: Observe[] = [];

  /** @param recompute is given the customers whose rows changed, prices and products, in no order and without repeats. */
  register(recompute: Recompute): void {
    this.computations.push(recompute);
  }

  /** @param collect is given what the transaction's objects name, sorted by key and without repeats. */
  collect(collect: Collect): void {
    this.collectors.push(collect);
  }

  /**
   * @param observe is given what the transaction's events and reads tell of objects whose history is kept, superseded
   * ones too, sorted by key and without repeats.
   */
  observe(observe: Observe): void {
    this.observers.push(observe);
  }

  async recompute(tx: EntityManager): Promise<void> {
    const named = contextOf(tx).takeNamed();
    if (named.length > 0) for (const collect of this.collectors) await collect(tx, named);
    const sightings = contextOf(tx).takeSightings();
    if (sightings.length > 0) for (const observe of this.observers) await observe(tx, sightings);
    const changes = contextOf(tx).takeTouched();
    if (changes.customers.length + changes.catalog.length === 0) return;
    for (const recompute of this.computations) await recompute(tx, changes);
  }
}
