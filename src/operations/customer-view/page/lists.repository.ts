import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { HELD } from '../../../compliance/held.sql.js';
import type { DerivedKey } from '../../../database/event-context.js';
import type { HoldFacts } from '../access/snapshot.js';
import { rowsOf } from '../one-moment.js';
import { HOLDS, INVOICES, PAYMENTS, REFUSALS } from './lists.sql.js';
import type { InvoiceRow, PaymentRow, RefusalRow } from './shown-lists.js';

/** Reads what a customer bought, paid and was refused: of each the newest. */
@Injectable()
export class ListsRepository {
  invoices(tx: EntityManager, { account, id }: DerivedKey, most: number): Promise<InvoiceRow[]> {
    return rowsOf(tx, INVOICES, [account, id, most]);
  }

  payments(tx: EntityManager, { account, id }: DerivedKey, most: number): Promise<PaymentRow[]> {
    return rowsOf(tx, PAYMENTS, [account, id, most]);
  }

  refusals(
    tx: EntityManager,
    { account, id }: DerivedKey,
    tenantId: string | null,
    most: number,
  ): Promise<RefusalRow[]> {
    return rowsOf(tx, REFUSALS, [account, tenantId, id, most]);
  }

  /** What a checkout of anything, or a refund, of the customer would meet now; rules for single prices are not among it. */
  async holds(
    tx: EntityManager,
    { account, id }: DerivedKey,
    tenantId: string | null,
    most: number,
  ): Promise<HoldFacts[]> {
    const met = new Set<string>();
    for (const action of ['checkout', 'refund']) {
      const parameters = [account, action, tenantId, id, null, null, null, null, null];
      for (const hold of await rowsOf<{ id: string }>(tx, HELD, parameters)) met.add(hold.id);
    }
    return met.size === 0 ? [] : rowsOf(tx, HOLDS, [account, [...met], most]);
  }
}
