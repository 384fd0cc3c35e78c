import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { pageOf, type Cursor, type Page } from '../../../common/cursor.js';
import { NotFoundError } from '../../../common/request.errors.js';
import type { DerivedKey } from '../../../database/event-context.js';
import { TOPICS } from '../../../notifications/channels.js';
import { keyOf } from '../../../notifications/notification.js';
import { SnapshotReader } from '../access/snapshot.reader.js';
import type { TenantFacts } from '../access/snapshot.js';
import { ofOneMoment, rowsOf } from '../one-moment.js';
import { showHappening, type HappeningRow } from './happening.js';
import type { HappeningAnswer } from './timeline.answers.js';
import { TIMELINE } from './timeline.sql.js';

interface Part {
  /** Undefined: all. */
  readonly kind?: HappeningAnswer['kind'] | undefined;
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
}

/** Whose timeline it is: the tenant's changes and its users' actions are the customer's. */
interface Whose {
  readonly key: DerivedKey;
  readonly tenantId: string | null;
  readonly tenant: TenantFacts | null;
}

/** What happened to a customer: events, changes of its tenant, what somebody asked for, and messages. */
@Injectable()
export class Timeline {
  constructor(
    private readonly dataSource: DataSource,
    private readonly snapshots: SnapshotReader,
  ) {}

  /** @throws {NotFoundError} when nothing has ever told of the customer. */
  page(key: DerivedKey, part: Part): Promise<Page<HappeningAnswer>> {
    return ofOneMoment(this.dataSource, async (tx) => {
      const identity = await this.snapshots.identity(tx, key);
      if (!identity) throw new NotFoundError();
      const tenantId = identity.owner?.tenantId ?? null;
      const tenant = tenantId === null ? null : await this.snapshots.tenant(tx, key.account, tenantId);
      return this.read(tx, { key, tenantId, tenant }, part);
    });
  }

  /** Of what is known already, in its transaction. */
  async read(
    tx: EntityManager,
    { key, tenantId, tenant }: Whose,
    { kind, limit, cursor }: Part,
  ): Promise<Page<HappeningAnswer>> {
    const rows = await rowsOf<HappeningRow>(tx, TIMELINE, [
      key.account,
      key.id,
      cursor?.created ?? 'infinity',
      cursor?.id ?? '',
      limit + 1,
      tenantId,
      tenantId === null || !tenant ? [] : [paysTwice(key.account, tenantId, tenant)],
      Object.values(TOPICS),
      kind ?? null,
    ]);
    return pageOf(rows, limit, showHappening);
  }
}

/** The message about several subscriptions goes by their set: of the present one. */
const paysTwice = (account: string, tenant: string, { liveSubscriptionIds }: TenantFacts): string =>
  keyOf({
    type: 'tenant.pays_twice',
    account,
    tenant,
    subscriptions: [...liveSubscriptionIds],
    livemode: false,
    object: '',
    attempt: null,
    status: null,
    trialEnd: null,
    occurredAt: 0,
  });
