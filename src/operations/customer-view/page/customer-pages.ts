import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Page } from '../../../common/cursor.js';
import { NotFoundError } from '../../../common/request.errors.js';
import type { DerivedKey } from '../../../database/event-context.js';
import { showRequest, type RequestRow } from '../../../payments/refunds/open-request.answers.js';
import { RefundReleaseRepository } from '../../../payments/refunds/refund-release.repository.js';
import { DoubtsReader } from '../access/doubts.reader.js';
import { SnapshotReader, type Identity } from '../access/snapshot.reader.js';
import type { CustomerSnapshot } from '../access/snapshot.js';
import { ofOneMoment } from '../one-moment.js';
import { Timeline } from '../timeline/timeline.js';
import type { HappeningAnswer } from '../timeline/timeline.answers.js';
import type { CustomerPage } from './customer-page.answers.js';
import { ListsRepository } from './lists.repository.js';
import { showAccess, showCustomer, showTenant } from './shown-access.js';
import {
  showHold,
  showInvoice,
  showPayment,
  showRefusal,
  showSubscription,
  some,
  type InvoiceRow,
  type PaymentRow,
  type RefusalRow,
} from './shown-lists.js';

/** Rows of each list. */
const MOST = 20;

interface Lists {
  readonly invoices: readonly InvoiceRow[];
  readonly payments: readonly PaymentRow[];
  readonly refusals: readonly RefusalRow[];
  readonly refundRequests: readonly RequestRow[];
  readonly timeline: Page<HappeningAnswer>;
}

/** Everything about a customer on one page, of one moment. */
@Injectable()
export class CustomerPages {
  constructor(
    private readonly dataSource: DataSource,
    private readonly snapshots: SnapshotReader,
    private readonly doubts: DoubtsReader,
    private readonly lists: ListsRepository,
    private readonly refunds: RefundReleaseRepository,
    private readonly timelines: Timeline,
  ) {}

  /** @param feature that is asked about; null: none. @throws {NotFoundError} when nothing has ever told of the customer. */
  of(key: DerivedKey, feature: string | null): Promise<CustomerPage> {
    return ofOneMoment(this.dataSource, async (tx) => {
      const identity = await this.snapshots.identity(tx, key);
      if (!identity) throw new NotFoundError();
      const { snapshot, lists } = await this.read(tx, key, identity, feature);
      return shown(snapshot, identity.livemode, lists);
    });
  }

  private async read(
    tx: EntityManager,
    key: DerivedKey,
    { now, customer, owner, accountLeftAt }: Identity,
    feature: string | null,
  ): Promise<{ snapshot: CustomerSnapshot; lists: Lists }> {
    const { account, id } = key;
    const tenantId = owner?.tenantId ?? null;
    const tenant = tenantId === null ? null : await this.snapshots.tenant(tx, account, tenantId);
    const counting = tenant?.subscriptionId ?? null;
    const lists = await this.readLists(tx, key, tenantId);
    const timeline = await this.timelines.read(tx, { key, tenantId, tenant }, { limit: MOST });
    const subscriptions = await this.snapshots.subscriptions(tx, key, { tenantId, counting, most: MOST + 1 });
    const history =
      tenantId === null
        ? { statusSince: null, lastChange: null }
        : await this.snapshots.history(tx, account, tenantId, tenant?.status ?? null);
    const objects = [...lists.invoices, ...lists.payments].map((row) => row.id);
    const doubts = await this.doubts.read(tx, {
      account,
      customerId: id,
      subscriptions,
      counting: subscriptions.find((row) => row.id === counting),
      objects,
    });
    const snapshot: CustomerSnapshot = {
      now,
      account,
      customerId: id,
      customer,
      owner,
      tenant,
      siblings: tenantId === null ? [] : await this.snapshots.siblings(tx, key, tenantId, MOST + 1),
      subscriptions,
      ...history,
      endEvent: counting === null ? null : await this.snapshots.endEvent(tx, account, counting),
      invoice: counting === null ? null : await this.snapshots.invoice(tx, account, counting),
      summary: tenant?.customerId ? await this.snapshots.summary(tx, account, tenant.customerId) : null,
      feature: feature === null ? null : { name: feature, plans: await this.snapshots.plansWith(tx, account, feature) },
      holds: await this.lists.holds(tx, key, tenantId, MOST),
      unknownRefunds: lists.refundRequests.filter(({ state }) => state === 'unknown').map((row) => row.id),
      doubts: { ...doubts, accountLeftAt, lastEvent: lastEventOf(timeline) },
    };
    return { snapshot, lists: { ...lists, timeline } };
  }

  private async readLists(
    tx: EntityManager,
    key: DerivedKey,
    tenantId: string | null,
  ): Promise<Omit<Lists, 'timeline'>> {
    return {
      invoices: await this.lists.invoices(tx, key, MOST + 1),
      payments: await this.lists.payments(tx, key, MOST + 1),
      refusals: await this.lists.refusals(tx, key, tenantId, MOST + 1),
      refundRequests: await this.refunds.ofCustomer(tx, key.account, key.id, MOST + 1),
    };
  }
}

/** The one that was received last, of the newest. */
function lastEventOf({ data }: Page<HappeningAnswer>): CustomerSnapshot['doubts']['lastEvent'] {
  const events = data.flatMap(({ event }) => event ?? []);
  const [last] = events.toSorted((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
  return last ? { id: last.id, type: last.type, receivedAt: new Date(last.receivedAt) } : null;
}

const shown = (snapshot: CustomerSnapshot, livemode: boolean, lists: Lists): CustomerPage => ({
  customer: showCustomer(snapshot, livemode),
  access: showAccess(snapshot),
  tenant: showTenant(snapshot, MOST),
  subscriptions: some(snapshot.subscriptions, MOST, showSubscription(snapshot.tenant?.subscriptionId ?? null)),
  invoices: some(lists.invoices, MOST, showInvoice),
  payments: some(lists.payments, MOST, showPayment),
  holds: snapshot.holds.map(showHold),
  refusals: some(lists.refusals, MOST, showRefusal),
  refundRequests: some(lists.refundRequests, MOST, showRequest),
  lastEventAt: snapshot.doubts.lastEvent?.receivedAt.toISOString() ?? null,
  timeline: { ...lists.timeline, data: [...lists.timeline.data] },
});
