import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { DataSource, type EntityManager } from 'typeorm';
import { DerivedState } from '../database/derived-state.js';
import type { Changes } from '../database/event-context.js';
import { inTransaction, onCommit } from '../database/in-transaction.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import { OutboxRunner } from '../outbox/outbox.runner.js';
import { TENANT_PAYS_TWICE } from '../outbox/topics.js';
import { EntitlementCache } from './entitlement.cache.js';
import { TenantFanOut, TENANTS_TOPIC } from './tenant.fan-out.js';
import { TenantRepository, type ChangedTenant } from './tenant.repository.js';

/** Has the tenants computed at the end of each transaction that wrote a row they depend on. */
@Injectable()
export class TenantDerivation implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly derived: DerivedState,
    private readonly runner: OutboxRunner,
    private readonly outbox: OutboxRepository,
    private readonly tenants: TenantRepository,
    private readonly fanOut: TenantFanOut,
    private readonly cache: EntitlementCache,
    private readonly logger: PinoLogger,
  ) {
    logger.setContext(TenantDerivation.name);
  }

  onModuleInit(): void {
    this.derived.register((tx, changes) => this.recompute(tx, changes));
    this.runner.register(TENANTS_TOPIC, ({ payload }) => this.recomputePage(payload));
  }

  async recompute(tx: EntityManager, changes: Changes): Promise<void> {
    const changed = await this.tenants.recompute(tx, changes);
    await this.fanOut.announce(tx, changes.catalog);
    for (const tenant of changed) await this.tell(tx, tenant);
    if (changed.length === 0) return;
    onCommit(tx, () => {
      for (const { account, id, version } of changed) this.cache.outdate({ account, id }, version);
    });
  }

  private async recomputePage(payload: unknown): Promise<'sent'> {
    const { customers, next } = await this.fanOut.read(payload);
    await inTransaction(this.dataSource, async (tx) => {
      await this.recompute(tx, { customers, catalog: [] });
      await next?.(tx);
    });
    return 'sent';
  }

  /** A tenant that may be paying twice is told to the operator once for each set of subscriptions. */
  private async tell(tx: EntityManager, { account, id: tenantId, several }: ChangedTenant): Promise<void> {
    if (several === null) return;
    const key = createHash('sha256')
      .update(JSON.stringify([account, tenantId, several]))
      .digest('hex');
    await this.outbox.add(tx, TENANT_PAYS_TWICE, key, { account, tenantId, subscriptions: several });
    onCommit(tx, () => {
      // not the tenant's id, which may be a mail address
      const line = { account: account || undefined, subscriptions: several };
      this.logger.error(line, 'a tenant has several live subscriptions');
    });
  }
}
