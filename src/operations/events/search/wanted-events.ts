import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DerivedKey } from '../../../database/event-context.js';
import { accountWithin, type Reach } from '../../operator.js';
import type { EventFilter, Selection } from '../event.requests.js';
import type { Wanted } from './event-filter.sql.js';
import { ObjectsOfRepository } from './objects-of.repository.js';

const isOneOf = (keys: readonly DerivedKey[]) => {
  const known = new Set(keys.map(({ account, id }) => `${account}/${id}`));
  return ({ account, id }: DerivedKey): boolean => known.has(`${account}/${id}`);
};

/** What operators ask for, in the words of the log: a customer or a tenant is the objects that are theirs. */
@Injectable()
export class WantedEvents {
  constructor(private readonly objectsOf: ObjectsOfRepository) {}

  /** @throws {BoundToAnotherError} */
  async ofSelection(db: EntityManager, { ids, filter }: Selection, reach: Reach): Promise<Wanted> {
    if (!filter) return { ids, account: accountWithin(reach, undefined) };
    return this.ofFilter(db, { ...filter, account: accountWithin(reach, filter.account) });
  }

  /** @param filter with `account` '' for your own, undefined for all. */
  async ofFilter(db: EntityManager, { object, customer, tenant, ...wanted }: EventFilter): Promise<Wanted> {
    return { ...wanted, objects: await this.objects(db, { account: wanted.account, object, customer, tenant }) };
  }

  /** Undefined when the filter names none. */
  private async objects(
    db: EntityManager,
    { account, object, customer, tenant }: EventFilter,
  ): Promise<readonly DerivedKey[] | undefined> {
    if (object === undefined && customer === undefined && tenant === undefined) return undefined;
    const accounts = account === undefined ? await this.objectsOf.accounts(db) : [account];
    const sets: DerivedKey[][] = [];
    if (object !== undefined) sets.push(await this.objectsOf.objects(db, accounts, object));
    if (customer !== undefined) {
      const customers = await this.objectsOf.customers(db, accounts, customer);
      sets.push(await this.objectsOf.ofCustomers(db, customers));
    }
    if (tenant !== undefined) {
      const customers = await this.objectsOf.customersOf(db, accounts, tenant);
      sets.push(await this.objectsOf.ofCustomers(db, customers));
    }
    const [first = [], ...others] = sets;
    return others.reduce((left, other) => left.filter(isOneOf(other)), first);
  }
}
