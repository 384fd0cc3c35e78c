import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { HELD } from './held.sql.js';

export type HeldAction = 'checkout' | 'refund';

/** What somebody is about to do. Null: not known, or it does not apply. */
export interface Intended {
  readonly action: HeldAction;
  /** Connected account, '' for your own. */
  readonly account: string;
  readonly tenantId: string | null;
  readonly customerId: string | null;
  /** What a checkout sells; `quantity` of it. */
  readonly priceId: string | null;
  readonly quantity: number | null;
  /** What a refund is of. */
  readonly chargeId: string | null;
  /** Minor units. Null with a price: what the price comes to; null with a charge: what is left of it. */
  readonly amount: number | null;
  /** Null with a price or a charge: theirs. */
  readonly currency: string | null;
}

/** What is in the way: a rule, or an object of Stripe's. */
export interface Hold {
  /** `rule_…`, or the id of a dispute, a review or an early fraud warning. */
  readonly id: string;
  readonly kind: string;
}

/** A hold that is met, and what the intended comes to, as far as that is known. */
export interface Met extends Hold {
  /** Minor units, as digits. */
  readonly amount: string | null;
  readonly currency: string | null;
}

/** Reads what holds. */
@Injectable()
export class HeldRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** One statement, whether there are rules or not. @returns at most 20. */
  holdsOn(intended: Intended): Promise<Met[]> {
    const { account, action, tenantId, customerId, priceId, chargeId, quantity, amount, currency } = intended;
    const parameters = [account, action, tenantId, customerId, priceId, chargeId, quantity, amount, currency];
    return this.dataSource.query(HELD, parameters);
  }
}
