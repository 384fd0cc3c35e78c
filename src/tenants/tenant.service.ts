import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { InvalidIdError } from '../common/errors.js';
import { inTransaction } from '../database/in-transaction.js';
import { isId } from '../stripe/shapes/id.js';
import { TenantDerivation } from './tenant.derivation.js';
import { TenantRepository } from './tenant.repository.js';

/** Runs in the transaction, before the change. */
type Alongside = (tx: EntityManager) => Promise<void>;

const NOTHING: Alongside = () => Promise.resolve();

/** Says whose a customer is, where nothing at Stripe does, or does so wrongly. */
@Injectable()
export class TenantService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tenants: TenantRepository,
    private readonly derivation: TenantDerivation,
  ) {}

  /**
   * From now on the customer belongs to this tenant, whatever its metadata, checkout or subscriptions say. The customer
   * may be one that no event has told of yet.
   *
   * @param account connected account, '' for your own. @throws {InvalidIdError}
   */
  async assign(account: string, customerId: string, tenantId: string, alongside = NOTHING): Promise<void> {
    if (!isId(tenantId)) throw new InvalidIdError('tenant');
    await this.decide(account, customerId, tenantId, alongside);
  }

  /** Takes {@link assign} back: what the objects at Stripe say counts again. @throws {InvalidIdError} */
  async unassign(account: string, customerId: string, alongside = NOTHING): Promise<void> {
    await this.decide(account, customerId, null, alongside);
  }

  private async decide(
    account: string,
    customerId: string,
    tenantId: string | null,
    alongside: Alongside,
  ): Promise<void> {
    if (!isId(customerId)) throw new InvalidIdError('customer');
    if (account !== '' && !isId(account)) throw new InvalidIdError('account');
    const customer = { account, id: customerId };
    await inTransaction(this.dataSource, async (tx) => {
      await alongside(tx);
      await this.tenants.assign(tx, customer, tenantId);
      const cause = { eventId: null, at: new Date() };
      await this.derivation.recompute(tx, { customers: [{ ...customer, cause }], catalog: [] });
    });
  }
}
