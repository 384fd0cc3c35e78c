import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { DerivedKey } from '../../database/event-context.js';
import { inTransaction } from '../../database/in-transaction.js';
import { couponsIn, historyOf } from './customer-history.js';
import { MrrRepository, type StoredFact } from './mrr.repository.js';

/** Entries of one transaction: some hundred milliseconds. */
const PAGE = 200;

/** Computes states and movements of customers from all facts, whatever their order. */
@Injectable()
export class MrrComputation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: MrrRepository,
  ) {}

  /** Computes some of those who are due. @returns whether there may be more. */
  page(): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      const due = await this.repository.takeDue(tx, PAGE);
      const coupons = due.filter(({ kind }) => kind === 'coupon');
      if (coupons.length > 0) await this.repository.noteHolders(tx, coupons);
      const customers = distinct(due.filter(({ kind }) => kind === 'customer'));
      if (customers.length > 0) await this.compute(tx, customers);
      return due.length > 0;
    });
  }

  private async compute(tx: EntityManager, customers: readonly DerivedKey[]): Promise<void> {
    await this.repository.lock(tx, customers);
    const facts = await this.repository.factsOf(tx, customers);
    const terms = await this.repository.termsOf(tx, couponsIn(facts));
    const ofCustomer = new Map<string, StoredFact[]>(customers.map((key) => [keyOf(key), []]));
    for (const fact of facts) ofCustomer.get(keyOf({ account: fact.account, id: fact.customerId }))?.push(fact);
    const histories = customers.map((key) =>
      historyOf(
        key,
        ofCustomer.get(keyOf(key)) ?? [],
        terms.filter(({ account }) => account === key.account),
      ),
    );
    await this.repository.replace(
      tx,
      customers,
      histories.flatMap(({ states }) => states),
      histories.flatMap(({ changes }) => changes),
    );
  }
}

const keyOf = ({ account, id }: DerivedKey): string => JSON.stringify([account, id]);

const distinct = (keys: readonly DerivedKey[]): DerivedKey[] => [
  ...new Map(keys.map(({ account, id }) => [keyOf({ account, id }), { account, id }])).values(),
];
