import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { contextOf, type DerivedKey } from './event-context.js';

type Recompute = (tx: EntityManager, customers: readonly DerivedKey[]) => Promise<void>;

/**
 * State that is computed from rows (a tenant's plan), never from the event in hand. The dispatcher runs it once a
 * transaction, after all mirror rows are written; whoever registers takes its locks in key order.
 */
@Injectable()
export class DerivedState {
  private readonly computations: Recompute[] = [];

  /** @param recompute is given the customers whose rows changed, in no order and without repeats. */
  register(recompute: Recompute): void {
    this.computations.push(recompute);
  }

  async recompute(tx: EntityManager): Promise<void> {
    const customers = contextOf(tx).takeTouched();
    if (customers.length === 0) return;
    for (const recompute of this.computations) await recompute(tx, customers);
  }
}
